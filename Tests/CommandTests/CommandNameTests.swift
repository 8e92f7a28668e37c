import MindstateTestSupport
import Testing

/// Words that should be commands or options and are none.
struct CommandNameTests {
  private static let slips: [(arguments: [String], meant: String)] = [
    (["capure", "--model", "x"], "Did you mean 'capture'?"), (["help", "capure"], "Did you mean 'capture'?"),
    (["lab", "tabel"], "Did you mean 'table'?"), (["help", "lab", "tabel"], "Did you mean 'table'?"),
    (["lab", "help"], "there are corpus, table, curve"), (["comp"], "Did you mean 'compare' or 'completions'?"),
    (["Capture"], "Did you mean 'capture'?"), (["completions", "instal"], "Did you mean 'install'?"),
    (["nonsense"], "'nonsense' is no command of mindstate."), ([""], "'' is no command of mindstate."),
    (["capture", "--model", "a", "--prompts", "b", "--output", "c", "--limt", "3"], "Did you mean '--limit'?"),
    (["capture", "--model", "a", "--promts", "b", "--output", "c"], "Did you mean '--prompts'?"),
    (["sweep", "x.yaml", "--pln"], "Did you mean '--plan'?"),
    (["lab", "table", "--onyl", "x"], "Did you mean '--only'?"),
  ]

  @Test(arguments: slips.indices) func namesWhatWasMeant(index: Int) throws {
    let (arguments, meant) = Self.slips[index]
    let result = try Program.run(arguments)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("Error: ") && result.errors.contains(meant), "\(result.errors)")
  }

  @Test func hiddenCommandsAreTakenButNotProposed() throws {
    #expect(try Program.run(["ceiling", "--seconds", "-1"]).errors.contains("no command") == false)
    #expect(try Program.run(["ceilin"]).errors.contains("ceiling") == false)
  }
}
