import MindstateModel
import MindstateNumerics
import MindstateStore

/// The prompts that a sweep uses.
struct PromptSample {
  let set: PromptSet

  /// Reads the prompts, takes the sample, and puts the cluster in the place of the group.
  init(_ file: SweepFile) throws {
    let all: PromptSet
    do { all = try PromptSet.read(file.prompts) } catch {
      throw SweepError.prompts(file.place("prompts"), why: "\(error)")
    }
    var prompts = all.prompts
    if let limit = file.limit { prompts = Self.sample(prompts, limit) }
    if prompts.count < 2 { throw SweepError.tooFewPrompts(file.place("prompts"), prompts: prompts.count) }
    if let cluster = file.cluster {
      prompts = try prompts.map { prompt in
        guard let value = prompt.labels.first(where: { $0.name == cluster })?.value, !value.isNull else {
          throw SweepError.noLabel(file.place("cluster"), label: cluster, prompt: prompt.id)
        }
        var prompt = prompt
        prompt.group = value.stringValue ?? value.serialized()
        return prompt
      }
    }
    set = PromptSet(source: file.prompts, prompts: prompts)
  }

  /// A sample that depends on ids alone: a larger limit adds prompts and takes none away, and the order of the file
  /// changes nothing.
  static func sample(_ prompts: [Prompt], _ limit: Int) -> [Prompt] {
    let order = prompts.indices.sorted { a, b in
      let (x, y) = (Digest(prompts[a].id).value, Digest(prompts[b].id).value)
      return x == y ? prompts[a].id.utf8.lexicographicallyPrecedes(prompts[b].id.utf8) : x < y
    }
    let chosen = Set(order.prefix(limit))
    return prompts.indices.filter(chosen.contains).map { prompts[$0] }
  }
}
