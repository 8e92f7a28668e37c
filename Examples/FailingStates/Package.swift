// swift-tools-version: 6.2
import PackageDescription

// A package of somebody else's whose claims about states are all wrong: every test must fail. Its manifest is the one of
// the README, so that a failing claim is red with what a user is told to write, and nothing more.
let package = Package(
  name: "FailingStates",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "mindstate", path: "../..")
  ],
  targets: [
    .testTarget(
      name: "FailingStatesTests",
      dependencies: [
        .product(name: "StateTesting", package: "mindstate")
      ])
  ],
  swiftLanguageModes: [.v6]
)
