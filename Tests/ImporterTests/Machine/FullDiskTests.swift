import Foundation
import Glibc
import StandIns
import TestSupport
import Testing

/// A disk that is full: a small file system in memory, which only root may mount.
@Suite(.enabled(if: Machine.isRoot, "mounting a small file system takes root"), .timeLimit(.minutes(5)))
struct FullDiskTests {
    /// A data directory on a disk of this size.
    private static func with(
        _ size: String,
        _ body: @escaping @Sendable (Machine, _ resize: (String) async throws -> Void) async throws -> Void
    ) async throws {
        try await Machine.with(isImported: false) { machine in
            try FileManager.default.createDirectory(at: machine.data, withIntermediateDirectories: true)
            let path = machine.data.path
            let mounted = try await Child.run("mount", ["-t", "tmpfs", "-o", "size=\(size)", "tmpfs", path])
            try #require(mounted.status == 0, "\(mounted.errors)")
            let result: Result<Void, any Error>
            do {
                try await body(machine) { size in
                    let resized = try await Child.run("mount", ["-o", "remount,size=\(size)", path])
                    try #require(resized.status == 0, "\(resized.errors)")
                }
                result = .success(())
            } catch {
                result = .failure(error)
            }
            _ = try await Child.run("umount", ["--lazy", path])
            try result.get()
        }
    }

    @Test func aStartOnAFullDiskSaysSoAndTheNextOneGoesOn() async throws {
        try await Self.with("8k") { machine, resize in
            try await machine.serve().expectRefusal("disk is full", "free some space")
            try await machine.doctor().expectRefusal("disk is full")
            try await resize("4m")
            let mended = try await machine.serve()
            #expect(mended.output.contains("It is shown only now: glpat-"), "\(mended.output)")
        }
    }

    @Test(arguments: ["1600k", "2500k", "3500k", "4500k"])
    func anImportThatFillsTheDiskEndsWithTheCauseAndGoesOnWhenThereIsRoom(size: String) async throws {
        try await Self.with(size) { machine, resize in
            let full = try await machine.importing()
            full.expectRefusal("full")
            try await resize("64m")
            let end = try await machine.importing()
            #expect(end.status == 0 || end.status == 2, "\(end.output)")
            #expect(try await DataDirectoryCheck.problems(machine.data) == [])
            #expect(try await machine.number("SELECT count(*) AS value FROM imports WHERE status = 'finished'") == 1)
        }
    }

    @Test(arguments: ["2500k", "4500k"])
    func importsThatFillTheDiskTogetherEndWithTheCauseAndAllGoOnWhenThereIsRoom(size: String) async throws {
        try await Self.with(size) { machine, resize in
            async let first = machine.importing(into: "harbour")
            async let second = machine.importing(into: "pier")
            for end in try await [first, second] { end.expectRefusal("full") }
            try await resize("64m")
            for group in ["harbour", "pier"] {
                let end = try await machine.importing(into: group)
                #expect(end.status == 0 || end.status == 2, "\(end.output)")
            }
            #expect(try await DataDirectoryCheck.problems(machine.data) == [])
            #expect(try await machine.number("SELECT count(*) AS value FROM imports WHERE status = 'finished'") == 2)
        }
    }

    /// The import that fills the disk ends; the server answers what it has, and another import goes on when there is room.
    @Test func aServerOnAFullDiskStaysUpAndIsReadyAgainWhenThereIsRoom() async throws {
        try await Self.with("3m") { machine, resize in
            let program = KillableProgram(
                arguments: ["serve", "--listen", "127.0.0.1:0", "--data", machine.data.path],
                environment: ["LANDFALL_ROOT_TOKEN": KilledServer.token])
            let filler = machine.data.appending(path: "filler").path
            _ = try await program.run(temporary: machine.place.temporary) { output in
                try await output.wait(for: /Landfall serves .* on 127.0.0.1:[0-9]+\n/)
                let port =
                    await output.text.components(separatedBy: " on 127.0.0.1:").last?.prefix { $0.isNumber } ?? ""
                let url = "http://127.0.0.1:\(port)"
                _ = try await Child.run("dd", ["if=/dev/zero", "of=\(filler)", "bs=1k"])
                try await Self.wait(for: 503, at: url + "/-/readiness")
                #expect(try await KilledServer.status("GET", url + "/-/liveness") == 200)
                #expect(try await KilledServer.status("GET", url + "/api/v4/projects") == 200)
                unlink(filler)
                try await Self.wait(for: 200, at: url + "/-/readiness")
            }
            try await resize("64m")
            let end = try await machine.importing()
            #expect(end.status == 0 || end.status == 2, "\(end.output)")
        }
    }

    private static func wait(for status: Int, at address: String) async throws {
        for _ in 0..<500 {
            if try await KilledServer.status("GET", address) == status { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("\(address) does not answer \(status)")
    }
}
