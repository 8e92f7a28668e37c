import MindstateModel
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
    var prompts = all.sample(file.limit).prompts
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
}
