// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target states each use of unsafe memory with the word `unsafe`.
let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "mindstate",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "mindstate", targets: ["mindstate"]),
    .library(
      name: "Mindstate",
      targets: [
        "MindstateNumerics", "MindstateStore", "MindstateModel", "MindstateTraining", "MindstateProbes",
        "MindstateReport", "MindstateExperiments",
      ]),
    .library(name: "StateTesting", targets: ["StateTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    // Ranges, so that a package which needs a version of its own can use this one: `make example` builds one with Yams 5.
    .package(url: "https://github.com/jpsim/Yams", "5.0.1"..<"7.0.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // MARK: Implementation
    .systemLibrary(
      name: "CMindstateBLAS", path: "Sources/CBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(name: "CMindstateKernels", path: "Sources/Kernels"),
    .target(
      name: "MindstateNumerics", dependencies: ["CMindstateBLAS", "CMindstateKernels"], path: "Sources/Numerics",
      swiftSettings: settings),

    // MARK: Public
    .target(
      name: "MindstateStore", dependencies: ["MindstateNumerics"], path: "Sources/Store", swiftSettings: settings),
    .target(
      name: "MindstateModel", dependencies: ["MindstateNumerics", "MindstateStore"], path: "Sources/Model",
      swiftSettings: settings),
    .target(
      name: "MindstateTraining",
      dependencies: ["CMindstateKernels", "MindstateNumerics", "MindstateStore", "MindstateModel"],
      path: "Sources/Training", swiftSettings: settings),
    .target(
      name: "MindstateProbes", dependencies: ["MindstateNumerics", "MindstateStore"], path: "Sources/Probes",
      swiftSettings: settings),
    .target(
      name: "MindstateReport",
      dependencies: ["MindstateStore", "MindstateProbes", .product(name: "Mustache", package: "swift-mustache")],
      path: "Sources/Report", swiftSettings: settings),
    .target(
      name: "MindstateExperiments",
      dependencies: [
        "MindstateNumerics", "MindstateStore", "MindstateModel", "MindstateTraining", "MindstateProbes",
        "MindstateReport", .product(name: "Yams", package: "Yams"),
      ],
      path: "Sources/Experiments", swiftSettings: settings),
    .target(
      name: "StateTesting",
      dependencies: ["MindstateStore", "MindstateModel", "MindstateProbes", "MindstateExperiments"],
      path: "Sources/StateTesting", swiftSettings: settings),
    .executableTarget(
      name: "mindstate",
      dependencies: [
        argumentParser, "CMindstateBLAS", "MindstateNumerics", "MindstateStore", "MindstateModel", "MindstateTraining",
        "MindstateProbes", "MindstateReport", "MindstateExperiments",
      ],
      path: "Sources/mindstate", swiftSettings: settings),

    // MARK: Tests
    .target(
      name: "MindstateTestSupport", dependencies: ["MindstateNumerics", "MindstateStore"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "NumericsTests",
      dependencies: ["CMindstateKernels", "MindstateNumerics", "MindstateTestSupport"], swiftSettings: settings),
    .testTarget(
      name: "StoreTests", dependencies: ["MindstateStore", "MindstateTestSupport"], swiftSettings: settings),
    .testTarget(
      name: "ModelTests",
      dependencies: ["MindstateModel", "MindstateNumerics", "MindstateStore", "MindstateTestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "MindstateTraining", "MindstateModel", "MindstateNumerics", "MindstateStore", "MindstateTestSupport",
      ], swiftSettings: settings),
    .testTarget(
      name: "ProbesTests",
      dependencies: [
        "MindstateNumerics", "MindstateProbes", "MindstateReport", "MindstateStore", "MindstateTestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "MindstateExperiments", "MindstateModel", "MindstateNumerics", "MindstateStore", "MindstateTraining",
        "MindstateTestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "StateTestingTests",
      dependencies: [
        "StateTesting", "MindstateExperiments", "MindstateModel", "MindstateProbes", "MindstateTestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "mindstate", "MindstateExperiments", "MindstateModel", "MindstateStore", "MindstateTestSupport",
      ],
      exclude: ["Snapshots"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
