// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioCompression: Target.Dependency = .product(name: "NIOHTTPCompression", package: "swift-nio-extras")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioFoundation: Target.Dependency = .product(name: "NIOFoundationCompat", package: "swift-nio")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let asyncAlgorithms: Target.Dependency = .product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "landfall",
    products: [.executable(name: "landfall", targets: ["landfall"])],
    dependencies: [
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1",
            traits: ["FullFoundation"]),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CCMarkGFM", pkgConfig: "libcmark-gfm", providers: [.apt(["libcmark-gfm-dev"])]),
        // Values and rules of a forge; imports nothing.
        .target(name: "Model", swiftSettings: strict),
        .target(name: "Secrets", dependencies: ["CSodium"], swiftSettings: strict),
        .target(name: "Markdown", dependencies: ["CCMarkGFM"], swiftSettings: strict),
        // Bytes named by their content.
        .target(name: "Files", dependencies: ["Secrets"], swiftSettings: strict),
        // The only door to the network.
        .target(
            name: "Outbound",
            dependencies: [
                asyncHTTPClient, httpTypes, nioCore, nioPosix, nioHTTP1, nioCompression, logging,
            ],
            swiftSettings: strict),
        .target(
            name: "Git",
            dependencies: ["Model", subprocess, systemPackage, asyncAlgorithms, nioCore, logging],
            swiftSettings: strict),
        // Sends mail through the operator's own SMTP server.
        .target(name: "Mail", dependencies: ["Outbound", nioCore, nioPosix, nioTLS, nioSSL], swiftSettings: strict),
        .target(name: "Store", dependencies: ["Model", "Secrets"], swiftSettings: strict),
        .target(name: "StoreSQLite", dependencies: ["Store", "Model", grdb, logging], swiftSettings: strict),
        .target(name: "Jobs", dependencies: ["Store", "Model", logging], swiftSettings: strict),
        .target(name: "Remote", dependencies: ["Model", "Outbound"], swiftSettings: strict),
        // What sources that are read by REST have in common.
        .target(
            name: "RemoteREST", dependencies: ["Remote", "Model", "Outbound", httpTypes, nioCore, logging],
            swiftSettings: strict),
        .target(
            name: "RemoteGitHub",
            dependencies: ["RemoteREST", "Remote", "Model", "Outbound", httpTypes, nioCore, logging],
            swiftSettings: strict),
        .target(
            name: "RemoteBitbucketServer",
            dependencies: ["RemoteREST", "Remote", "Model", "Outbound", httpTypes, nioCore, logging],
            swiftSettings: strict),
        .target(
            name: "RemoteBitbucketCloud",
            dependencies: ["RemoteREST", "Remote", "Model", "Outbound", httpTypes, nioCore, logging],
            swiftSettings: strict),
        .target(
            name: "Importer",
            dependencies: [
                "Model", "Remote", "Outbound", "Git", "Jobs", "Store", "Secrets", "Markdown", "Files", "Mail", "CZlib",
                logging,
                asyncAlgorithms,
            ],
            swiftSettings: strict),
        .target(name: "Access", dependencies: ["Model", "Store", "Secrets"], swiftSettings: strict),
        .target(
            name: "API",
            dependencies: [
                "Model", "Access", "Store", "Secrets", "Git", "Importer", "Jobs", "Files", hummingbird, httpTypes,
                nioCore,
                nioFoundation, asyncAlgorithms, logging,
            ],
            swiftSettings: strict),
        .target(
            name: "GitHTTP",
            dependencies: [
                "Model", "Access", "Store", "Git", "CZlib", hummingbird, httpTypes, nioCore, asyncAlgorithms, logging,
            ],
            swiftSettings: strict),
        // Small servers that stand in for the sources: the demo and the tests run on them.
        .target(
            name: "StandIns",
            dependencies: [
                "Git", "Secrets", hummingbird, serviceLifecycle, httpTypes, nioCore, nioFoundation, subprocess,
                systemPackage,
                asyncAlgorithms, logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "landfall",
            dependencies: [
                "Model", "Secrets", "Outbound", "Git", "Store", "StoreSQLite", "Jobs", "Remote", "RemoteGitHub",
                "RemoteBitbucketServer", "RemoteBitbucketCloud",
                "Importer", "Files", "Mail",
                "Access", "API", "GitHTTP", "StandIns", argumentParser, serviceLifecycle, hummingbird, hummingbirdCore,
                nioCore, nioHTTPTypes, httpTypes,
                logging,
            ],
            swiftSettings: strict),
        .target(
            name: "TestSupport", dependencies: [subprocess, systemPackage], path: "Tests/TestSupport",
            swiftSettings: strict),
        .testTarget(name: "ModelTests", dependencies: ["Model", "Secrets"], swiftSettings: strict),
        .testTarget(name: "MarkdownTests", dependencies: ["Markdown"], swiftSettings: strict),
        .testTarget(name: "FilesTests", dependencies: ["Files", "Secrets"], swiftSettings: strict),
        .testTarget(
            name: "OutboundTests",
            dependencies: ["Outbound", "TestSupport", "Model", hummingbird, httpTypes, nioCore, logging],
            swiftSettings: strict),
        .testTarget(
            name: "MailTests", dependencies: ["Mail", "Outbound", nioCore, nioPosix], swiftSettings: strict),
        .testTarget(
            name: "GitTests", dependencies: ["Git", "Model", "TestSupport", subprocess, nioCore, logging],
            swiftSettings: strict),
        .testTarget(
            name: "StoreTests", dependencies: ["Store", "StoreSQLite", "Model", "Secrets"], swiftSettings: strict),
        .testTarget(
            name: "RemoteGitHubTests",
            dependencies: [
                "RemoteGitHub", "RemoteREST", "Remote", "Model", "Outbound", "StandIns", "TestSupport", logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RemoteBitbucketServerTests",
            dependencies: [
                "RemoteBitbucketServer", "RemoteREST", "Remote", "Model", "Outbound", "StandIns", "TestSupport",
                logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RemoteBitbucketCloudTests",
            dependencies: [
                "RemoteBitbucketCloud", "RemoteREST", "Remote", "Model", "Outbound", "StandIns", "TestSupport", logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ImporterTests",
            dependencies: [
                "Importer", "RemoteGitHub", "RemoteBitbucketServer", "RemoteBitbucketCloud", "RemoteREST", "Remote",
                "Model", "Outbound", "Git", "Jobs", "Store", "StoreSQLite",
                "Secrets", "Files", "Mail",
                "StandIns", "TestSupport", subprocess, systemPackage, logging, asyncHTTPClient, nioCore, nioHTTP1,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "APITests",
            dependencies: [
                "API", "GitHTTP", "Access", "Importer", "Remote", "RemoteREST", "RemoteGitHub",
                "RemoteBitbucketServer", "RemoteBitbucketCloud", "Model", "Outbound", "Git", "Jobs",
                "Store",
                "StoreSQLite",
                "Secrets", "Files", "Mail", "StandIns", hummingbird, asyncHTTPClient, httpTypes, nioCore, nioHTTP1,
                nioFoundation,
                logging,
                subprocess, systemPackage,
            ],
            swiftSettings: strict),
        // Inputs that nobody thought of, for all that reads what others have written.
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "API", "GitHTTP", "Importer", "RemoteGitHub", "RemoteBitbucketServer", "RemoteBitbucketCloud",
                "RemoteREST", "Remote", "Model", "Markdown", "Outbound", "Git", "Store", "StoreSQLite", "StandIns",
                "TestSupport", hummingbird, httpTypes, nioCore, logging,
            ],
            swiftSettings: strict),
        // Runs the built binary and the clients people have: git, python-gitlab, ruby-gitlab, GitLab::API::v4.
        .testTarget(
            name: "ClientTests",
            dependencies: [
                "landfall", "StandIns", "Git", "Model", "Secrets", subprocess, systemPackage, logging, asyncHTTPClient,
                nioCore, "TestSupport",
            ],
            exclude: ["Clients", "requirements.txt"],
            swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)
