// swift-tools-version: 6.2
import PackageDescription

// A package of somebody else's that uses mindstate as a library. It has a target called Model and uses swift-numerics,
// whose module is called Numerics: two names which mindstate's own modules must therefore not have. And it needs a version
// of Yams that is older than the one which mindstate would take by itself.
let package = Package(
  name: "StateDistance",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "mindstate", path: "../.."),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "5.0.1"),
  ],
  targets: [
    .target(name: "Model"),
    .executableTarget(
      name: "StateDistance",
      dependencies: [
        "Model",
        .product(name: "Mindstate", package: "mindstate"),
        .product(name: "Numerics", package: "swift-numerics"),
        .product(name: "Yams", package: "Yams"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
