import Foundation
import Importer
import Model
import Store
import Testing

@Suite struct SourceUserTests {
    private static let invalidStatus = "Import source user has an invalid status for this operation"

    @Test func theAssigneeIsAskedAndThenHasItAll() async throws {
        try await SourceUserWorld.with { world in
            let person = try await world.server.person("here")
            let asked = try await world.reassign("ada", to: person)
            #expect(asked.status == 201 && asked.object["status"]?.text == "awaiting_approval")
            #expect(asked.object["reassign_to_user"]?["username"]?.text == "here")
            #expect(asked.object["reassignment_token"] == nil)
            #expect(try await world.author("ada") == "ada_placeholder_user_1")
            let own = try await world.server.get("/user/source_users", token: person.token)
            let token = own.list.first?["reassignment_token"]?.text ?? ""
            #expect(token.count == 32)
            // The token is as good as the number, but only for the assignee.
            let stolen = try await world.server.post(
                "/user/source_users/\(token)/accept", "{}", token: world.owner.token)
            #expect(stolen.status == 404)
            let accepted = try await world.server.post("/user/source_users/\(token)/accept", "{}", token: person.token)
            #expect(accepted.object["status"]?.text == "reassignment_in_progress")
            try await world.work("ada")
            let done = try await world.server.get(world.path("ada"), token: world.owner.token)
            #expect(done.object["status"]?.text == "completed")
            #expect(done.object["placeholder_user"] == .null)
            #expect(done.object["reassignment"]?["records_done"]?.number == 1)
            #expect(done.object["reassignment"]?["records_total"]?.number == 1)
            #expect(try await world.author("ada") == "here")
        }
    }

    @Test func aRefusalCanBeAskedAgainOrCanceled() async throws {
        try await SourceUserWorld.with { world in
            let person = try await world.server.person("here")
            _ = try await world.reassign("ada", to: person)
            #expect(try await world.answer("ada", "reject", by: person).object["status"]?.text == "rejected")
            #expect(try await world.reassign("ada", to: person).object["status"]?.text == "awaiting_approval")
            let canceled = try await world.decide("ada", "cancel_reassignment")
            #expect(canceled.object["status"]?.text == "pending_reassignment")
            #expect(canceled.object["reassign_to_user"] == .null)
            #expect(try await world.answer("ada", "accept", by: person).status == 404)
        }
    }

    @Test func keepingIsUndoneAndKeepingAllTouchesOnlyThoseWhoWait() async throws {
        try await SourceUserWorld.with(["ada", "grace", "joan"]) { world in
            #expect(
                try await world.decide("ada", "keep_as_placeholder").object["status"]?.text == "keep_as_placeholder")
            let again = try await world.decide("ada", "keep_as_placeholder")
            #expect(again.status == 422 && again.object["message"]?.text == Self.invalidStatus)
            #expect(
                try await world.decide("ada", "undo_keep_as_placeholder").object["status"]?.text
                    == "pending_reassignment")
            _ = try await world.reassign("joan", to: try await world.server.person("here"))
            let all = try await world.server.post(
                "/groups/\(world.group)/source_users/keep_all_as_placeholder", "{}", token: world.owner.token)
            #expect(all.object["updated_import_source_user_count"]?.number == 2)
            #expect(try await world.status("joan") == "awaiting_approval")
        }
    }

    @Test func aRevokedReassignmentGivesEverythingBackAndCanBeMadeAnew() async throws {
        try await SourceUserWorld.with { world in
            let person = try await world.server.person("here")
            _ = try await world.reassign("ada", to: person)
            _ = try await world.answer("ada", "accept", by: person)
            try await world.work("ada")
            let revoked = try await world.answer("ada", "revoke", by: person)
            #expect(revoked.object["status"]?.text == "revoked")
            // Not before all is back.
            #expect(try await world.reassign("ada", to: person).object["message"]?.text == Self.invalidStatus)
            try await world.work("ada")
            #expect(try await world.author("ada") == "ada_placeholder_user_1")
            #expect(try await world.reassign("ada", to: person).status == 201)
        }
    }

    @Test func onlyTheOwnersOfTheGroupDecide() async throws {
        try await SourceUserWorld.with { world in
            let (maintainer, stranger) = (
                try await world.server.person("mona"), try await world.server.person("stan")
            )
            try await world.server.join("/groups/\(world.group)", maintainer, as: .maintainer)
            for (token, status) in [(maintainer.token, 403), (stranger.token, 404), (nil, 401)] as [(String?, Int)] {
                let list = try await world.server.get("/groups/\(world.group)/source_users", token: token)
                #expect(list.status == status)
                let csv = try await world.server.get("/groups/\(world.group)/placeholder_reassignments", token: token)
                #expect(csv.status == status)
                let kept = try await world.server.post(world.path("ada", "keep_as_placeholder"), "{}", token: token)
                #expect(kept.status == status)
            }
            #expect(try await world.status("ada") == "pending_reassignment")
        }
    }

    @Test func whoMayNotBeAssignedIsToldInGitLabsWords() async throws {
        try await SourceUserWorld.with { world in
            let words = "You can assign active users with regular or auditor access only."
            let blocked = try await world.server.person("bob")
            try await world.server.block("bob")
            #expect(try await world.reassign("ada", to: blocked).object["message"]?.text == words)
            let administrator = Person(id: 1, username: "root", token: "")
            #expect(try await world.reassign("ada", to: administrator).object["message"]?.text == words)
            let nobody = Person(id: 4711, username: "", token: "")
            let reply = try await world.reassign("ada", to: nobody)
            #expect(reply.status == 422 && reply.object["message"]?.text == words)
            let person = try await world.server.person("here")
            _ = try await world.reassign("ada", to: person)
            #expect(
                try await world.reassign("grace", to: person).object["message"]?.text
                    == "Reassign to user already assigned to another placeholder")
            let missing = try await world.server.post(world.path("grace", "reassign"), "{}", token: world.owner.token)
            #expect(missing.status == 400)
        }
    }

    @Test func anAdministratorBypassesTheAssigneesWordWhereTheServerSaysSo() async throws {
        let rules = ReassignmentRules(allowsBypass: true)
        try await SourceUserWorld.with(rules: rules) { world in
            let blocked = try await world.server.person("bob")
            try await world.server.block("bob")
            // An Owner asks all the same.
            #expect(
                try await world.reassign("ada", to: try await world.server.person("here")).object["status"]?.text
                    == "awaiting_approval")
            let begun = try await world.reassign("grace", to: blocked, by: APIServer.rootToken)
            #expect(begun.object["status"]?.text == "reassignment_in_progress")
            try await world.work("grace")
            #expect(try await world.author("grace") == "bob")
        }
    }

    @Test func theListIsSearchedFilteredAndSorted() async throws {
        try await SourceUserWorld.with(["ada", "grace", "joan"]) { world in
            _ = try await world.decide("grace", "keep_as_placeholder")
            let list = { (query: String) in
                try await world.server.get(
                    "/groups/\(world.group)/source_users?\(query)", token: world.owner.token
                ).list.compactMap { $0["source_username"]?.text }
            }
            #expect(try await list("") == ["ada", "grace", "joan"])
            #expect(try await list("sort=source_name_desc") == ["joan", "grace", "ada"])
            #expect(try await list("sort=status_desc") == ["grace", "joan", "ada"])
            #expect(try await list("states=keep_as_placeholder") == ["grace"])
            #expect(try await list("states[]=pending_reassignment&search=JO") == ["joan"])
            #expect(try await list("per_page=1&page=2") == ["grace"])
            #expect(try await world.server.get(world.path("nobody"), token: world.owner.token).status == 404)
        }
    }

    @Test func rulesMapManyAndShowFirstWhatTheyWould() async throws {
        try await SourceUserWorld.with(["ada-acme", "grace-acme", "joan"]) { world in
            let ada = try await world.server.person("ada")
            let path = "/groups/\(world.group)/source_users/match"
            let preview = try await world.server.post(
                path, #"{"login_pattern":"*-acme","username_pattern":"*"}"#, token: world.owner.token)
            #expect(preview.object["dry_run"] == .bool(true) && preview.object["matched"]?.number == 1)
            #expect(try await world.status("ada-acme") == "pending_reassignment")
            let done = try await world.server.post(
                path, #"{"login_pattern":"*-acme","dry_run":false}"#, token: world.owner.token)
            #expect(done.object["matched"]?.number == 1)
            #expect(try await world.status("ada-acme") == "awaiting_approval")
            #expect(try await world.status("grace-acme") == "pending_reassignment")
            _ = try await world.answer("ada-acme", "reject", by: ada)
            // Two people never lead to one account.
            let shared = try await world.server.post(
                path, #"{"login_pattern":"*oan","username_pattern":"*","public_email":true}"#, token: world.owner.token)
            #expect(shared.object["matched"]?.number == 0)
            let bad = try await world.server.post(path, #"{"login_pattern":"acme"}"#, token: world.owner.token)
            #expect(bad.status == 400)
        }
    }

    @Test func publicAddressesMatchOnlyWhereBothShowThem() async throws {
        try await SourceUserWorld.with { world in
            let body = #"{"public_email":true}"#
            let path = "/groups/\(world.group)/source_users/match"
            _ = try await world.server.post(
                "/users", #"{"username":"a","name":"A","email":"a@example.org","public_email":"ada@source.example"}"#)
            _ = try await world.server.post(
                "/users", #"{"username":"g","name":"G","email":"grace@source.example"}"#)
            let owners = try await world.server.post(path, body, token: world.owner.token)
            #expect(owners.object["matched"]?.number == 1)
            // Administrators know all addresses.
            #expect(try await world.server.post(path, body).object["matched"]?.number == 2)
        }
    }
}
