import Foundation
import Glibc
import StandIns
import Testing

/// What a machine may do to Landfall: it says what is wrong and what to do, loses nothing, and goes on when it is mended.
@Suite(.timeLimit(.minutes(5)))
struct MachineTests {
    @Test func aStoreOfANewerVersionIsLeftAsItIs() async throws {
        try await Machine.with { machine in
            try await machine.change("PRAGMA user_version = 99")
            let before = try await machine.rowsOfNewerStore()
            try await machine.serve().expectRefusal("newer Landfall", machine.data.path)
            try await machine.importing().expectRefusal("newer Landfall")
            try await machine.doctor().expectRefusal("newer Landfall")
            #expect(try await machine.rowsOfNewerStore() == before)
        }
    }

    @Test func aDamagedStoreIsNamedAndNotWorkedOn() async throws {
        try await Machine.with { machine in
            let file = machine.data.appending(path: "landfall.sqlite")
            var bytes = try Data(contentsOf: file)
            for index in 5000..<60_000 { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
            try bytes.write(to: file)
            try await machine.doctor().expectRefusal("damaged", "backup")
            bytes.replaceSubrange(0..<16, with: Data(repeating: 7, count: 16))
            try bytes.write(to: file)
            try await machine.serve().expectRefusal("damaged", "backup")
        }
    }

    @Test func aStoreThatIsMissingBesideItsRepositoriesIsNotReplacedByAnEmptyOne() async throws {
        try await Machine.with { machine in
            let (file, kept) = (
                machine.data.appending(path: "landfall.sqlite"), machine.place.folder.appending(path: "kept")
            )
            try FileManager.default.moveItem(at: file, to: kept)
            try await machine.serve().expectRefusal("landfall.sqlite is missing or empty", "backup")
            try Data().write(to: file)
            try await machine.doctor().expectRefusal("landfall.sqlite is missing or empty")
            try FileManager.default.removeItem(at: file)
            try FileManager.default.moveItem(at: kept, to: file)
            #expect(try await machine.serve().status == nil)
            #expect(try await DataDirectoryCheck.problems(machine.data) == [])
        }
    }

    @Test func aSealingKeyThatCannotBeReadIsNeverReplaced() async throws {
        try await Machine.with { machine in
            let key = machine.data.appending(path: "sealing.key")
            let before = try Data(contentsOf: key)
            if Machine.isRoot {
                for path in try FileManager.default.subpathsOfDirectory(atPath: machine.data.path) + [""] {
                    chown(machine.data.appending(path: path).path, 65534, 65534)
                }
                chown(key.path, 0, 0)
            } else {
                chmod(key.path, 0)
            }
            try await machine.serve(launcher: Machine.isRoot ? Machine.asNobody : [])
                .expectRefusal("sealing.key cannot be read", "Permission denied")
            chmod(key.path, 0o600)
            #expect(try Data(contentsOf: key) == before)
            #expect(try await machine.serve().status == nil)
        }
    }

    @Test func aSealingKeyThatIsNoneIsNamed() async throws {
        try await Machine.with { machine in
            let key = machine.data.appending(path: "sealing.key")
            let before = try Data(contentsOf: key)
            for content in ["", "zzz\n"] {
                try Data(content.utf8).write(to: key)
                try await machine.serve().expectRefusal(key.path, "put it back")
            }
            try before.write(to: key)
            chmod(key.path, 0o644)
            let served = try await machine.serve()
            #expect(served.status == nil && served.output.contains("others can read the sealing key"))
            try await machine.doctor().expectRefusal("can be read by others")
        }
    }

    @Test func anImportWhoseSealingKeyIsLostWaitsForTheRightOne() async throws {
        try await Machine.with(isImported: false, latency: .milliseconds(100)) { machine in
            let program = KillableProgram(arguments: machine.importArguments() + ["--data", machine.data.path])
            let end = try await program.run(temporary: machine.place.temporary) { output in
                try await output.wait(for: #/harbour-lights/lantern: /#)
            }
            #expect(end.status == nil, "\(end.output)")
            let key = machine.data.appending(path: "sealing.key")
            let right = try Data(contentsOf: key)
            try FileManager.default.removeItem(at: key)
            try await machine.serve().expectRefusal("sealing.key is missing", "put it back")
            try Data("\(String(repeating: "ab", count: 32))\n".utf8).write(to: key)
            chmod(key.path, 0o600)
            try await machine.serve().expectRefusal("sealed with another key", "put that key back")
            try await machine.importing().expectRefusal("sealed with another key")
            try await machine.doctor().expectRefusal("sealed with another key")
            #expect(try await machine.number("SELECT count(*) AS value FROM imports WHERE credential IS NOT NULL") == 1)
            try right.write(to: key)
            chmod(key.path, 0o600)
            machine.source.setLatency(.zero)
            let finished = try await machine.importing()
            #expect(finished.status == 0 || finished.status == 2, "\(finished.output)")
        }
    }

    @Test func programsThatStartAtOnceAgreeOnOneSealingKeyAndOneStore() async throws {
        try await Machine.with(isImported: false) { machine in
            let ends = try await withThrowingTaskGroup(of: KillableProgram.End.self) { group in
                for number in 0..<6 {
                    group.addTask { try await machine.run(["group", "create", "group-\(number)"]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for end in ends { #expect(end.status == 0, "\(end.output)") }
            #expect(try await machine.number("SELECT count(*) AS value FROM namespaces WHERE kind = 'group'") == 6)
            #expect(try await DataDirectoryCheck.problems(machine.data) == [])
        }
    }

    @Test func fewDescriptorsAreRaisedAsFarAsAllowedAndTooFewAreRefused() async throws {
        try await Machine.with(isImported: false) { machine in
            for limit in [16, 32, 64] {
                let launcher = Machine.limited("-n \(limit)")
                try await machine.importing(launcher: launcher).expectRefusal("ulimit -n", "\(limit) files")
                try await machine.serve(launcher: launcher).expectRefusal("ulimit -n")
            }
            try await machine.doctor(launcher: Machine.limited("-n 64")).expectRefusal("ulimit -n")
            let end = try await machine.importing(launcher: Machine.limited("-S -n 64"))
            #expect(end.status == 0 || end.status == 2, "\(end.output)")
        }
    }

    @Test func gitThatIsMissingAncientOrCrashesIsNamedAndTheImportGoesOnWithAWholeOne() async throws {
        try await Machine.with(isImported: false) { machine in
            let ancient = try machine.script("ancient", "echo git version 2.30.9")
            let crashing = try machine.script(
                "crashing", "[ \"$1\" = version ] && exec git \"$@\"; kill -SEGV $$")
            for (git, words) in [("/nonexistent/git", "could not be started"), (ancient, "2.30.9 is too old")] {
                let environment = ["LANDFALL_GIT": git]
                try await machine.importing(environment: environment).expectRefusal(words, "Install git")
                try await machine.serve(environment: environment).expectRefusal(words)
                try await machine.doctor(environment: environment).expectRefusal(words)
            }
            try await machine.importing(environment: ["LANDFALL_GIT": crashing])
                .expectRefusal("signal 11", "git crashed")
            let end = try await machine.importing()
            #expect(end.status == 0 || end.status == 2, "\(end.output)")
            #expect(try await DataDirectoryCheck.problems(machine.data) == [])
        }
    }

    @Test func aDataDirectoryThatCannotBeWrittenIsNamed() async throws {
        try await Machine.with { machine in
            let everybody = try FileManager.default.subpathsOfDirectory(atPath: machine.data.path) + [""]
            if Machine.isRoot {
                // Somebody else's, closed to us.
                try await machine.serve(launcher: Machine.asNobody).expectRefusal(machine.data.path, "permissions")
                try await machine.doctor(launcher: Machine.asNobody).expectRefusal("cannot be written")
                for path in everybody { chown(machine.data.appending(path: path).path, 65534, 65534) }
            }
            let launcher = Machine.isRoot ? Machine.asNobody : []
            let file = machine.data.appending(path: "landfall.sqlite").path
            chmod(file, 0o400)
            try await machine.serve(launcher: launcher).expectRefusal("cannot be written", "permissions")
            try await machine.doctor(launcher: launcher).expectRefusal("cannot be written")
            chmod(file, 0o600)
            chmod(machine.data.path, 0o500)
            try await machine.serve(launcher: launcher).expectRefusal("cannot be written", "permissions")
            chmod(machine.data.path, 0o700)
            #expect(try await machine.serve(launcher: launcher).status == nil)
            #expect(try await DataDirectoryCheck.problems(machine.data) == [])
        }
    }

    @Test func whatCannotBeAPlaceForDataOrAnAddressIsSaidInWords() async throws {
        try await Machine.with(isImported: false) { machine in
            try Data().write(to: machine.data)
            try await machine.serve().expectRefusal("is no directory", "--data")
            try FileManager.default.removeItem(at: machine.data)
            let port = machine.source.url.split(separator: ":").last.map(String.init) ?? ""
            let taken = try await machine.serve(listen: "127.0.0.1:\(port)")
            taken.expectRefusal("another program listens there", "--listen")
            #expect(!taken.output.contains("CancellationError"))
        }
    }

    @Test func aClockThatIsSetBackDoesNotHoldUpWhatWaits() async throws {
        try await Machine.with(isImported: false, latency: .milliseconds(100)) { machine in
            let program = KillableProgram(arguments: machine.importArguments() + ["--data", machine.data.path])
            _ = try await program.run(temporary: machine.place.temporary) { output in
                try await output.wait(for: #/harbour-lights/lantern: /#)
            }
            // To the rows it is the same whether the clock goes back or they go ahead.
            try await machine.change(
                """
                UPDATE jobs SET state = 'available', leased_by = NULL, run_at = run_at + 864000000,
                    created_at = created_at + 864000000
                """)
            machine.source.setLatency(.zero)
            let end = try await machine.importing()
            #expect(end.status == 0 || end.status == 2, "\(end.output)")
        }
    }

    @Test func theAdministratorsTokenIsShownByTheFirstServerAlsoAfterAnImport() async throws {
        try await Machine.with { machine in
            let (first, second) = (try await machine.serve(), try await machine.serve())
            #expect(first.output.contains("It is shown only now: glpat-"), "\(first.output)")
            #expect(!second.output.contains("glpat-"))
        }
    }
}
