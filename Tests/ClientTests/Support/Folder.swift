import Foundation

/// A folder of one test, removed when the test ends.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "landfall-clients-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
}

/// Asks again and again until there is an answer.
/// - Throws: ``TookTooLong`` after a minute and a half.
func eventually<Answer>(_ what: String, _ ask: () async throws -> Answer?) async throws -> Answer {
    let end = ContinuousClock.now + .seconds(90)
    while ContinuousClock.now < end {
        if let answer = try await ask() { return answer }
        try await Task.sleep(for: .milliseconds(20))
    }
    throw TookTooLong(what: what)
}

struct TookTooLong: Error {
    let what: String
}
