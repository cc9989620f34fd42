import Foundation
import Importer
import Jobs
import Model
import Store
import Testing

/// GitLab's CSV, to the letter.
@Suite struct PlaceholderReassignmentTests {
    private static let header =
        "Source host,Import type,Source user identifier,Source user name,Source username,GitLab username,GitLab public email\n"

    private static let noMatch = "No matching user for provided information."

    private static let prefix = "The following errors are preventing the sheet from being processed: "

    @Test func theTemplateNamesThoseWhoWait() async throws {
        try await SourceUserWorld.with(["ada", "grace", "=joan"]) { world in
            _ = try await world.decide("grace", "keep_as_placeholder")
            let reply = try await world.server.get(
                "/groups/\(world.group)/placeholder_reassignments", token: world.owner.token)
            #expect(reply.status == 200)
            #expect(reply.headers["content-type"] == "text/csv; charset=utf-8")
            #expect(
                reply.headers["content-disposition"]
                    == "attachment; filename=\"placeholder_reassignments_for_group_\(world.group)_1772366400.csv\"")
            // What a spreadsheet would take for a formula is none.
            let wanted = """
                \(Self.header.dropLast())
                https://github.com,github,100,Ada,ada,,
                https://github.com,github,102,'=Joan,'=joan,,

                """
            #expect(reply.text == wanted)
        }
    }

    @Test func aFilledInTemplateAsksThoseItNamesAndTellsWhatFailed() async throws {
        try await SourceUserWorld.with(["ada", "grace", "joan", "mary"]) { world in
            let (here, _) = (try await world.server.person("here"), try await world.server.person("other"))
            _ = try await world.server.post(
                "/users", #"{"username":"gr","name":"Gr","email":"gr@example.org","public_email":"gr@show.example"}"#)
            let csv = """
                \(Self.header.dropLast())
                https://github.com,github,100,Ada,ada,here,
                https://github.com,github,101,"Grace, ""H"" M",grace,,gr@show.example
                https://github.com,github,102,Joan,joan,,
                https://github.com,github,103,Mary,mary,other,gr@show.example2
                https://github.com,github,999,Nobody,nobody,root,

                """
            let sent = try await world.upload(csv)
            #expect(sent.status == 201)
            #expect(
                sent.text
                    == #"{"message":"The file is being processed and you will receive an email when completed."}"#)
            let list = "/groups/\(world.group)/placeholder_reassignments/uploads"
            let waiting = try await world.server.get(list, token: world.owner.token)
            let id = waiting.list.first?["id"]?.number ?? 0
            #expect(waiting.list.first?["status"]?.text == "started")
            #expect(sent.headers["location"]?.hasSuffix("\(list)/\(id)") == true)
            #expect(try await world.server.reassigning.uploads.runOne(subject: id))
            let done = try await world.server.get("\(list)/\(id)", token: world.owner.token).object
            #expect(done["status"]?.text == "finished")
            #expect(done["matched"]?.number == 2 && done["failed"]?.number == 2 && done["skipped"]?.number == 1)
            let failures = try await world.server.get("\(list)/\(id)/failures", token: world.owner.token)
            let wanted = """
                \(Self.header.dropLast()),Error
                https://github.com,github,103,Mary,mary,other,gr@show.example2,\(Self.noMatch)
                https://github.com,github,999,Nobody,nobody,root,,\(Self.noMatch)

                """
            #expect(failures.text == wanted)
            #expect(try await world.status("ada") == "awaiting_approval")
            #expect(try await world.status("grace") == "awaiting_approval")
            #expect(try await world.status("joan") == "pending_reassignment")
            #expect(try await world.answer("ada", "accept", by: here).status == 201)
        }
    }

    @Test(arguments: [
        ("map.txt", header, "You must upload a CSV file with a .csv file extension."),
        ("map.csv", "", prefix + "The provided CSV was not correctly formatted."),
        ("map.csv", "Source host,Import type\n", prefix + "The provided CSV was not correctly formatted."),
        ("map.csv", header + "\"a", prefix + "The provided CSV file could not be processed."),
        (
            "map.csv", (0..<21).map { "c\($0)" }.joined(separator: ",") + "\n",
            prefix + "The provided CSV file exceeds the maximum number of columns (20)."
        ),
        (
            "map.csv",
            header + "https://github.com,github,1,,,here,\nhttps://github.com,github,2,,,HERE,\n",
            prefix + "The provided spreadsheet contains duplicate email addresses or usernames."
        ),
    ])
    func aFileThatIsNoneIsRefused(name: String, csv: String, message: String) async throws {
        try await SourceUserWorld.with(["ada"]) { world in
            let reply = try await world.upload(csv, named: name)
            #expect(reply.status == 422)
            #expect(reply.object["message"]?.text == message)
        }
    }

    @Test func headersMayStandInAnyOrderAndLetterCase() async throws {
        try await SourceUserWorld.with(["ada"]) { world in
            _ = try await world.server.person("here")
            let csv =
                "gitlab USERNAME;Gitlab public email;source host;import type;Source User Identifier\r\n"
                + "@here;;https://github.com;github;100\r\n"
            #expect(try await world.upload(csv).status == 201)
            #expect(try await world.server.reassigning.uploads.runOne(subject: 1))
            #expect(try await world.status("ada") == "awaiting_approval")
        }
    }

    @Test func aCSVCanBeTriedFirst() async throws {
        try await SourceUserWorld.with { world in
            _ = try await world.server.person("here")
            let csv = Self.header + "https://github.com,github,100,,,here,\nhttps://github.com,github,101,,,nobody,\n"
            let reply = try await world.upload(csv, to: "source_users/match")
            #expect(reply.object["dry_run"] == .bool(true))
            #expect(reply.object["matched"]?.number == 1 && reply.object["failed"]?.number == 1)
            #expect(try await world.status("ada") == "pending_reassignment")
        }
    }

    @Test func aFormWithoutAFileAndAFileForStrangersAreRefused() async throws {
        try await SourceUserWorld.with(["ada"]) { world in
            let path = "/groups/\(world.group)/placeholder_reassignments"
            let none = try await world.server.post(path, "{}", token: world.owner.token)
            #expect(none.status == 400 && none.object["error"]?.text == "file is missing")
            let text = try await world.server.post(path, #"{"file":"x"}"#, token: world.owner.token)
            #expect(text.object["error"]?.text == "file is invalid")
            let stranger = try await world.server.person("stan")
            #expect(try await world.upload(Self.header, by: stranger.token).status == 404)
            #expect(try await world.server.send("POST", path, token: nil, body: "{}").status == 401)
            #expect(try await world.server.post("\(path)/authorize", "{}", token: world.owner.token).status == 200)
        }
    }
}
