import ArgumentParser
import Foundation
import Git
import HTTPTypes
import Importer
import Logging
import Model
import Outbound
import RemoteBitbucketCloud
import Store

/// `landfall doctor`: looks at what an import will need, and says what is wrong and how to mend it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Checks git, directories, permissions, clock and outbound rules.",
        discussion: "Exit status: 0 when all is well, 1 otherwise.")

    @Option(help: "Source to try to reach: github, bitbucket, or the address of a server; repeatable.")
    var source: [String] = ["github"]

    @OptionGroup var options: SettingOptions

    func run() async throws {
        let settings = try Settings(options)
        var findings = [await git(settings), descriptors(), directory(settings), space(settings)]
        do {
            findings += try await Instance.with(settings) { instance in
                var findings = [try await store(instance), await key(instance)]
                for source in source { findings.append(await reach(Self.address(of: source, settings), instance)) }
                return findings
            }
        } catch {
            findings.append(Finding(isWell: false, text: "the data directory cannot be used: \(error)"))
        }
        for finding in findings { say("\(finding.isWell ? "ok  " : "BAD ") \(finding.text)") }
        throw findings.allSatisfy(\.isWell) ? ExitCode.success : ExitCode(1)
    }

    private struct Finding {
        var isWell: Bool
        var text: String
    }

    private func git(_ settings: Settings) async -> Finding {
        do {
            return Finding(
                isWell: true,
                text:
                    "git: \(try await GitRunner(executable: settings.git, logger: Logger(label: "doctor")).checkedVersion())"
            )
        } catch {
            return Finding(isWell: false, text: "\(error)")
        }
    }

    private func descriptors() -> Finding {
        do {
            try DescriptorLimit.raise()
            return Finding(isWell: true, text: "\(DescriptorLimit.current) files may be open at a time")
        } catch {
            return Finding(isWell: false, text: "\(error)")
        }
    }

    private func directory(_ settings: Settings) -> Finding {
        let path = settings.dataDirectory.path
        let manager = FileManager.default
        guard manager.fileExists(atPath: path) else {
            return Finding(isWell: true, text: "data directory \(path): will be made")
        }
        guard manager.isWritableFile(atPath: path) else {
            return Finding(isWell: false, text: "data directory \(path) cannot be written: give this user the right to")
        }
        let mode = (try? manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0
        guard mode & 0o007 == 0 else {
            return Finding(isWell: false, text: "data directory \(path) is open to everybody: chmod 700 \(path)")
        }
        return Finding(isWell: true, text: "data directory \(path)")
    }

    private func space(_ settings: Settings) -> Finding {
        let parent = settings.dataDirectory.deletingLastPathComponent().path
        let path =
            FileManager.default.fileExists(atPath: settings.dataDirectory.path) ? settings.dataDirectory.path : parent
        guard let free = try? FileManager.default.attributesOfFileSystem(forPath: path)[.systemFreeSize] as? Int64
        else {
            return Finding(isWell: false, text: "free space at \(path) cannot be told")
        }
        let mebibytes = free / 1_048_576
        return Finding(
            isWell: mebibytes >= 512,
            text: "\(mebibytes) MiB free" + (mebibytes >= 512 ? "" : ": too little for an import, make room"))
    }

    private func store(_ instance: Instance) async throws -> Finding {
        if let damage = try instance.findDamage().first {
            return Finding(
                isWell: false, text: "the store is damaged (\(damage)): restore the data directory from a backup")
        }
        let users = try await instance.store.read { try Places.people(in: $0).count }
        return Finding(isWell: true, text: "store is whole, \(users) accounts of people")
    }

    private func key(_ instance: Instance) async -> Finding {
        let path = instance.keyFile.path
        let isGiven = !instance.settings.sealingKeys.isEmpty
        let place = isGiven ? "sealing key from the settings" : "sealing key \(path)"
        guard isGiven || !instance.keyFile.isOpenToOthers else {
            return Finding(isWell: false, text: "\(place) can be read by others: chmod 600 \(path)")
        }
        do {
            try await instance.settleKeys()
            let count = try await KeyRotation(services: instance.imports).count()
            return Finding(
                isWell: count.sealed == count.opened,
                text: "\(place) opens \(count.opened) of \(count.sealed) sealed credentials")
        } catch {
            return Finding(isWell: false, text: "\(place): \(error)")
        }
    }

    private static func address(of source: String, _ settings: Settings) -> String {
        switch source.lowercased() {
        case "github": "https://api.github.com"
        case "bitbucket": "\(settings.bitbucketCloud?.api ?? BitbucketCloudAddresses.atlassian.api)"
        default: source
        }
    }

    /// Asks the source for anything: an answer of any kind tells that it is reached, and its date how right our clock is.
    private func reach(_ source: String, _ instance: Instance) async -> Finding {
        do {
            let response = try await instance.outbound.send(OutboundRequest(.get, try OutboundURL(source)))
            return clock(against: response.head.headers[.date], of: source)
        } catch {
            return Finding(isWell: false, text: "\(source): \(error)")
        }
    }

    private func clock(against date: String?, of source: String) -> Finding {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        // The formatter traps on characters beyond ASCII.
        guard let date, date.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }), let there = formatter.date(from: date)
        else {
            return Finding(isWell: true, text: "\(source) answers")
        }
        let skew = abs(there.timeIntervalSinceNow)
        return Finding(
            isWell: skew < 60,
            text: skew < 60
                ? "\(source) answers, clocks agree" : "the clock is \(Int(skew)) s off that of \(source): set it by NTP"
        )
    }
}
