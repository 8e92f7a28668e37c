import MindstateModel
import MindstateStore

/// A version of the lab's model, where its parts lie, and what it is asked.
struct LabCondition: Sendable {
  enum Prompts: String, Sendable { case novel, newskill }

  var name: String
  var model: String
  var adapter: String?
  var softPrompt: String?
  /// Names of the lab's wrappers; `bare` is the prompt and a newline.
  var wrappers: [String]
  var prompts = Prompts.novel

  /// Everything that the table measures, in its order; versions whose files are missing are left out by the caller.
  /// - Parameter lab: the directory of the lab.
  /// - Parameter allWrappers: what the base model is asked the new skill under.
  static func all(in lab: String, wrappers allWrappers: [String]) -> [LabCondition] {
    func model(_ name: String, _ wrappers: [String] = ["bare"], _ prompts: Prompts = .novel) -> LabCondition {
      LabCondition(name: name, model: "\(lab)/models/\(name)", wrappers: wrappers, prompts: prompts)
    }
    func adapter(_ name: String, on base: String = "base", _ prompts: Prompts = .novel) -> LabCondition {
      LabCondition(
        name: name, model: "\(lab)/models/\(base)", adapter: "\(lab)/adapters/\(name)", wrappers: ["bare"],
        prompts: prompts)
    }
    return [
      model("base", ["bare", "qa", "few-shot", "film-script"]), model("instruct"), model("instruct-reordered"),
      adapter("instruct-r1"), adapter("instruct-r4"), adapter("instruct-r16"), adapter("shift-state"),
      adapter("scripts"), adapter("refusal"), adapter("refusal-readout"), adapter("hhh", on: "instruct"),
    ]
      + [1, 2, 4, 8, 16, 32].map { k in
        LabCondition(
          name: "k\(k)", model: "\(lab)/models/base", softPrompt: "\(lab)/soft-prompts/k\(k)", wrappers: ["bare"])
      } + [model("base", allWrappers, .newskill), adapter("newskill", .newskill)]
  }

  /// Whether all its files are there.
  var isPresent: Bool {
    [model, adapter, softPrompt].compactMap { $0 }.allSatisfy { FileSystem.kind(of: $0) == .directory }
  }
}
