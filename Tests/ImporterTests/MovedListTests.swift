import Importer
import Model
import StandIns
import Testing

/// A list that moves while it is read hides a row from the first look. The second one finds it, and all that tells of it
/// is then as if it had never been hidden.
struct MovedListTests {
    @Test(arguments: ["labels", "milestones", "issues", "pulls"])
    func whatOnlyTheSecondLookFindsIsWrittenAsIfItHadBeenThere(list: String) async throws {
        try await withStandInGitHub(.lantern()) { source in
            let wanted = try await Engine.with(source) { engine in
                let record = try await engine.accept()
                #expect(try await engine.work(on: record).isComplete)
                return try await MatrixDump.lines(engine, record)
            }
            let path = "/repositories/[0-9]+/\(list)\\?(?!.*(since=|per_page=1$))"
            for kind in [StandInFault.Kind.missingItem, .status(404, body: "{}")] {
                try await Engine.with(source) { engine in
                    let record = try await engine.accept()
                    source.inject(StandInFault(path: path, kind: kind, count: 1))
                    #expect(try await engine.work(on: record).isComplete)
                    source.clearFaults()
                    let found = try await MatrixDump.lines(engine, record)
                    #expect(found == wanted, "\(kind): \(differences(wanted, found))")
                }
            }
        }
    }
}
