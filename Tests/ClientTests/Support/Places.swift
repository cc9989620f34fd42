import Foundation

/// Where the things the tests run are.
enum Places {
    /// The checkout.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let clients = root.appending(path: "Tests/ClientTests/Clients")

    /// The built `landfall`: it lies beside the program these tests are in, whatever the build folder is called.
    static func landfall() throws -> String {
        let beside = ["/proc/self/exe", CommandLine.arguments.first ?? ""].map {
            URL(fileURLWithPath: $0).resolvingSymlinksInPath().deletingLastPathComponent()
        }
        let folders = beside + [Bundle.main.bundleURL, root.appending(path: ".build/debug")]
        for folder in folders {
            let file = folder.appending(path: "landfall").path
            if FileManager.default.isExecutableFile(atPath: file) { return file }
        }
        throw MissingProgram(name: "landfall", cure: "build it: swift build --build-tests")
    }

    /// The Python that has python-gitlab.
    static func python() throws -> String {
        try program(root.appending(path: ".venv/bin/python").path)
    }

    static func program(_ path: String) throws -> String {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw MissingProgram(name: path, cure: "run scripts/setup-tests")
        }
        return path
    }
}

struct MissingProgram: Error, CustomStringConvertible {
    let name: String
    let cure: String

    var description: String { "\(name) is missing: \(cure)" }
}
