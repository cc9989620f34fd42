import Foundation
import Model
import Store
import StoreSQLite
import Testing

@testable import Importer

/// Texts of Bitbucket in a store: whom and what they name is looked up, and again when somebody is reassigned.
struct BitbucketTextTests {
    private static let server = "https://git.example.org/bitbucket"
    private static let account = "712020:11111111-2222-4333-8444-555555555555"

    @Test func serverNamesPeopleByLoginAndCommentsByNumber() async throws {
        try await Scene.with(.bitbucketServer, origin: Self.server, fullName: "LAMP/spec") { scene in
            try await scene.addPerson(
                PersonDraft(identifier: "max_power", login: "Max Power", name: "Max"), reassignedTo: "max")
            try await scene.addPerson(PersonDraft(identifier: "jo.bloggs", login: "jo.bloggs", name: "Jo"))
            try await scene.addMergeRequest(12)
            let plain = try await scene.addNote("comment:301")
            let inline = try await scene.addNote("review_comment:302")
            let page = "\(Self.server)/projects/LAMP/repos/spec/pull-requests/12"
            #expect(try await scene.rewritten("@\"Max Power\", @jo.bloggs: #12, #7") == "@max, `@jo.bloggs`: !12, \\#7")
            let here = "\(Scene.page)/-/merge_requests/12"
            #expect(
                try await scene.rewritten("\(page)/overview?commentId=301 \(page)?a=b&commentId=302")
                    == "\(here)#note_\(plain) \(here)#note_\(inline)")
        }
    }

    @Test func cloudNamesPeopleByAccountAndNumbersIssuesApart() async throws {
        try await Scene.with(.bitbucket, origin: "https://bitbucket.org", fullName: "lamp/spec") { scene in
            try await scene.addPerson(
                PersonDraft(identifier: "{u-1}", login: "Max P", name: "Max", nodeID: Self.account))
            try await scene.addMergeRequest(12)
            try await scene.addIssue(12)
            try await scene.addIssue(7)
            let remark = try await scene.addNote("comment:issue_comment_5")
            let comment = try await scene.addNote("review_comment:5")
            let page = "https://bitbucket.org/lamp/spec"
            #expect(try await scene.rewritten("@{\(Self.account)} @{712020:no}") == "`@Max P` `@{712020:no}`")
            #expect(
                try await scene.rewritten("#12, pull request #12, PR #7, #7") == "#12, pull request !12, PR \\#7, #7")
            #expect(
                try await scene.rewritten("\(page)/issues/7#comment-5 \(page)/pull-requests/12/x#comment-5")
                    == "\(Scene.page)/-/issues/7#note_\(remark) \(Scene.page)/-/merge_requests/12#note_\(comment)")
        }
    }

    @Test func aMentionByAccountFollowsThePersonItIsReassignedTo() async throws {
        try await Scene.with(.bitbucket, origin: "https://bitbucket.org", fullName: "lamp/spec") { scene in
            let max = PersonDraft(identifier: "{u-1}", login: "Max P", name: "Max", nodeID: Self.account)
            try await scene.addPerson(max)
            let note = try await scene.addNote("comment:9", text: "Ask @{\(Self.account)}.")
            #expect(try await scene.body(of: note) == "Ask `@Max P`.")
            try await scene.reassign(max, to: "max")
            #expect(try await scene.body(of: note) == "Ask @max.")
            try await scene.reassign(max, to: nil)
            #expect(try await scene.body(of: note) == "Ask `@Max P`.")
        }
    }

    @Test(arguments: [
        ("https://git.example.org/bitbucket/projects/TOOL/repos/lamp/pull-requests/5", "TOOL/lamp"),
        ("https://git.example.org/bitbucket/users/carol/repos/lamp/pull-requests/5", "~carol/lamp"),
    ])
    func aRepositoryOfTheSameServerIsFoundByItsAddress(address: String, name: String) async throws {
        try await Scene.with(.bitbucketServer, origin: Self.server, fullName: "LAMP/spec") { scene in
            try await scene.addOtherProject(fullName: name, mergeRequest: 5)
            #expect(
                try await scene.rewritten("See \(address).")
                    == "See https://forge.example.org/harbour/other/-/merge_requests/5.")
        }
    }

    @Test func attachmentsOfServerAreFilesAndThoseInCodeAreFoundToo() {
        let target = TextTarget(
            project: ProjectID(1), root: NamespaceID(1), fullPath: "harbour/lantern",
            source: Scene.source(.bitbucketServer, Self.server, "LAMP/spec"), externalURL: "https://forge.example.org")
        let files = TextFiles(target)
        let text = "![a](attachment:2/f51%2Fa.png)\n\n`![b](attachment:2/7)`"
        let shown = files.addresses(in: text)
        #expect(shown == ["attachment:2/f51%2Fa.png"])
        #expect(files.addressesInCode(of: text, besides: shown) == ["attachment:2/7"])
    }
}
