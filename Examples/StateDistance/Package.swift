// swift-tools-version: 6.2
import PackageDescription

// A package of somebody else's that uses mindstate as a library. It has a target called Model and uses swift-numerics,
// whose module is called Numerics: two names which mindstate's own modules must therefore not have.
let package = Package(
  name: "StateDistance",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "mindstate", path: "../.."),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.0"),
  ],
  targets: [
    .target(name: "Model"),
    .executableTarget(
      name: "StateDistance",
      dependencies: [
        "Model",
        .product(name: "Mindstate", package: "mindstate"),
        .product(name: "Numerics", package: "swift-numerics"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
