import ArgumentParser
import Importer
import Jobs
import Logging
import Model
import Secrets
import Store

/// `landfall key …`: the key that seals the credentials of imports that have not ended.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Checks and changes the key that seals credentials.",
        subcommands: [Check.self, Rotate.self, Forget.self])

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Says how many credentials are sealed, and whether the key here opens them.",
            discussion: "Exit status: 0 when all can be opened, 1 otherwise.")

        @OptionGroup var options: SettingOptions

        func run() async throws {
            let isWell = try await Instance.with(try Settings(options)) { instance in
                let fingerprint = try await instance.store.read { try SealedCredentials.keyFingerprint(in: $0) }
                let count = try await KeyRotation(services: instance.imports).count()
                say("Key: \(fingerprint ?? "none was needed yet")")
                say("\(count.sealed) sealed credentials, \(count.opened) of them open.")
                return count.sealed == count.opened
            }
            if !isWell { throw ExitCode.failure }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Seals all credentials with a new key and throws the old one away, also under a running server.",
            discussion: """
                Where the key is given by LANDFALL_SEALING_KEY: stop the server, set LANDFALL_PREVIOUS_SEALING_KEY to the
                present key and LANDFALL_SEALING_KEY to the new one (openssl rand -hex 32), run this once, and start the
                server without LANDFALL_PREVIOUS_SEALING_KEY.
                """)

        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await Instance.with(try Settings(options)) { instance in
                try await instance.settleKeys()
                let (count, isOldGone) = try await instance.rotateKey()
                say("\(count) credentials are sealed with the new key.")
                if !isOldGone { say("The old key stays in sealing.key until the server starts again.") }
            }
        }
    }

    struct Forget: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives up all sealed credentials, where the key is lost.",
            discussion: """
                Imports that have not ended then fail; 'landfall import' with an access token takes them up where they were.
                """)

        @Flag(help: "Does it.")
        var yes = false

        @OptionGroup var options: SettingOptions

        func run() async throws {
            try await Instance.with(try Settings(options)) { instance in
                let rotation = KeyRotation(services: instance.imports)
                guard yes else {
                    let count = try await rotation.count()
                    say("\(count.sealed) credentials would be gone. The same with --yes does it.")
                    return
                }
                let key = try instance.settings.sealingKeys.first ?? instance.keyFile.readOrMake()[0]
                say("\(try await rotation.forget(sealingWith: key, by: .commandLine)) credentials are gone.")
            }
        }
    }
}

extension Instance {
    /// Makes sure that this process has the key which the store's credentials are sealed with, and takes away what a
    /// change of keys left behind that was killed.
    /// - Throws: ``SecretsError``, which says what to do.
    func settleKeys() async throws {
        let services = imports
        try await store.write { _ = try services.sealingKey(in: $0) }
        guard settings.sealingKeys.isEmpty, try keyFile.read().count > 1 else { return }
        _ = try await dropOldKeys { _ in true }
    }

    /// - Returns: how many credentials were sealed anew, and whether the old key is thrown away.
    func rotateKey() async throws -> (count: Int, isOldGone: Bool) {
        let rotation = KeyRotation(services: imports)
        if !settings.sealingKeys.isEmpty { return (try await rotateToGivenKey(rotation), true) }
        let (key, keyFile) = (try SealingKey.generate(), keyFile)
        let count = try await rotation.rotate(to: key, by: .commandLine) {
            try keyFile.write([key] + keyFile.read())
        }
        // Of two changes at once, the one that was overtaken leaves the keys to the other.
        return (count, try await dropOldKeys { $0 == key.fingerprint })
    }

    /// Other processes have the old key only, and nothing would tell them the new one.
    private func rotateToGivenKey(_ rotation: KeyRotation) async throws -> Int {
        let keys = settings.sealingKeys
        let present = try await store.read { try SealedCredentials.keyFingerprint(in: $0) }
        guard keys.count == 2, keys[0].fingerprint != present else {
            throw CommandFailure(
                "set LANDFALL_SEALING_KEY to the new key and LANDFALL_PREVIOUS_SEALING_KEY to the present one")
        }
        guard lease.others.isEmpty else {
            throw CommandFailure("a server or a command works on this data directory: stop it first")
        }
        return try await rotation.rotate(to: keys[0], by: .commandLine)
    }

    /// The store must name the new key on the disk, and not only in its log, before the old one is thrown away.
    /// - Returns: whether it was safe to.
    private func dropOldKeys(_ mayDrop: @escaping @Sendable (String) -> Bool) async throws -> Bool {
        do {
            try checkpoint()
        } catch {
            // Somebody reads an old state of the store all the time.
            logger.warning("the old sealing key is kept for now", metadata: ["error": "\(error)"])
            return false
        }
        let keyFile = keyFile
        try await store.write { connection in
            guard let fingerprint = try SealedCredentials.keyFingerprint(in: connection), mayDrop(fingerprint) else {
                return
            }
            let keys = try keyFile.read()
            guard let key = keys.first(where: { $0.fingerprint == fingerprint }), keys.count > 1 else { return }
            try keyFile.write([key])
        }
        return true
    }
}
