import StandIns
import Subprocess
import Testing

/// The program as an operator sees it: it ends when it is told to, and nothing is lost by that.
@Suite(.timeLimit(.minutes(5))) struct ServerProcessTests {
    @Test func sigtermInAnImportEndsItWithinSecondsAndTheNextStartGoesOn() async throws {
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                source.setLatency(.milliseconds(400))
                let first = try await ServerProcess.run(data: folder + "/data") { server in
                    let project = try await server.startImport(
                        of: "harbour-lights/lantern", from: source, into: "harbour")
                    let answer = try await server.wait(for: ["started", "finished", "failed"], project: project)
                    #expect(answer.status == "started")
                    return project
                }
                #expect(first.status.isSuccess, "\(first.status) \(first.log)")
                #expect(first.duration < .seconds(8))
                source.setLatency(.zero)
                let second = try await ServerProcess.run(data: folder + "/data") { server in
                    let end = try await server.wait(for: ["finished", "failed"], project: first.result)
                    #expect(end.status == "finished", "\(end.error ?? "")")
                    try await compareWithTruth(
                        "harbour/lantern", on: server, "harbour-lights/lantern", of: source, in: folder)
                }
                #expect(second.status.isSuccess, "\(second.status) \(second.log)")
            }
        }
    }

    @Test func aSecondServerOnTheSameDataSharesTheWork() async throws {
        try await withFolder { folder in
            try await withStandInGitHub(.lantern()) { source in
                _ = try await ServerProcess.run(data: folder + "/data") { one in
                    _ = try await ServerProcess.run(data: folder + "/data") { other in
                        let project = try await one.startImport(
                            of: "harbour-lights/lantern", from: source, into: "harbour")
                        let end = try await other.wait(for: ["finished", "failed"], project: project)
                        #expect(end.status == "finished", "\(end.error ?? "")")
                        #expect(try await one.importStatus(of: project).status == "finished")
                    }
                    try await compareWithTruth(
                        "harbour/lantern", on: one, "harbour-lights/lantern", of: source, in: folder)
                }
            }
        }
    }
}
