import Foundation
import MindstateTestSupport
import Testing

/// `mindstate completions`, in a home of its own.
struct CompletionsCommandTests {
  private static let places = [
    "bash": ".local/share/bash-completion/completions/mindstate",
    "zsh": ".local/share/zsh/site-functions/_mindstate", "fish": ".config/fish/completions/mindstate.fish",
  ]

  private static func install(_ home: String, _ arguments: [String] = [], shell: String) throws -> Program.Result {
    let variables = [
      "HOME": home, "SHELL": shell, "XDG_DATA_HOME": "", "XDG_CONFIG_HOME": "", "ZDOTDIR": "", "FPATH": "",
    ]
    return try Program.run(["completions", "install"] + arguments, environment: variables)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func eachShellsGoToItsOwnPlaceAndAreReplacedLater(shell: String) throws {
    try withTemporaryDirectory { home in
      let path = "\(home)/\(Self.places[shell] ?? "")"
      let result = try Self.install(home, shell: "/usr/bin/\(shell)")
      #expect(result.status == 0 && result.output.hasPrefix("Wrote \(path)\n"), "\(result.errors)")
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.contains("trajectory"))
      #expect(try Program.run(["completions", "print", "--shell", shell]).output == text)
      #expect(try Self.install(home, ["--shell", shell], shell: "").status == 0)
    }
  }

  @Test func aFileOfSomebodyElsesIsLeftAlone() throws {
    try withTemporaryDirectory { home in
      let path = "\(home)/\(Self.places["fish"] ?? "")"
      #expect(try Self.install(home, ["--shell", "fish"], shell: "").status == 0)
      try "mine\n".write(toFile: path, atomically: true, encoding: .utf8)
      let refused = try Self.install(home, ["--shell", "fish"], shell: "")
      #expect(refused.status == 1 && refused.errors.contains("--force") && refused.output.isEmpty)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine\n")
      #expect(try Self.install(home, ["--shell", "fish", "--force"], shell: "").status == 0)
      #expect(try String(contentsOfFile: path, encoding: .utf8).contains("trajectory"))
    }
  }

  @Test func zshIsToldOfItsPathUntilItHasIt() throws {
    try withTemporaryDirectory { home in
      let told = try Self.install(home, shell: "/bin/zsh").output
      let line = told.split(separator: "\n").first { $0.contains("fpath=") }
      #expect(line != nil)
      try "\(line ?? "")\n".write(toFile: "\(home)/.zshrc", atomically: true, encoding: .utf8)
      #expect(try !Self.install(home, shell: "/bin/zsh").output.contains("fpath="))
    }
  }

  @Test func anotherShellIsNamed() throws {
    try withTemporaryDirectory { home in
      let result = try Self.install(home, shell: "/bin/dash")
      #expect(result.status == 1 && result.errors.contains("dash") && result.errors.contains("--shell"))
      #expect(try Self.install(home, ["--shell", "tcsh"], shell: "").status == 64)
    }
  }

  @Test func bashCompletesACommandWithThem() throws {
    let result = try Program.run(
      [
        "-c",
        """
        source <("$0" completions print --shell bash)
        COMP_WORDS=(mindstate comp) COMP_CWORD=1 COMP_LINE="mindstate comp" COMP_POINT=14
        $(complete -p mindstate | sed 's/.*-F \\([^ ]*\\).*/\\1/') mindstate comp mindstate
        echo "${COMPREPLY[*]}"
        """, Program.path,
      ], program: "/bin/bash")
    #expect(result.output.contains("compare") && result.output.contains("completions"), "\(result)")
    #expect(!result.output.contains("sweep"))
  }
}
