import Foundation
import Model
import Testing

struct ImportSettingsTests {
    @Test func settingsThatWereKeptBeforeCommentsOnCommitsCouldBeChosenAreStillRead() throws {
        let kept = """
            {"attachmentsImport":true,"collaboratorsImport":false,"singleEndpointNotesImport":true,
            "timeoutStrategy":"optimistic","paginationLimit":40}
            """
        let settings = try JSONDecoder().decode(ImportSettings.self, from: Data(kept.utf8))
        #expect(
            settings
                == ImportSettings(
                    attachmentsImport: true, singleEndpointNotesImport: true, timeoutStrategy: .optimistic,
                    paginationLimit: 40))
        var chosen = settings
        chosen.commitCommentsImport = true
        #expect(try JSONDecoder().decode(ImportSettings.self, from: try JSONEncoder().encode(chosen)) == chosen)
    }
}
