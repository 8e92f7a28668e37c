// swift-tools-version: 6.2
import PackageDescription

// A package of somebody else's whose unit tests make claims about the states of models.
let package = Package(
  name: "LabStates",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "mindstate", path: "../..")
  ],
  targets: [
    .testTarget(
      name: "LabStatesTests",
      dependencies: [
        .product(name: "StateTesting", package: "mindstate")
      ])
  ],
  swiftLanguageModes: [.v6]
)
