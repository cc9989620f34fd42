import API
import ArgumentParser
import Foundation
import Importer
import Mail
import Outbound
import Secrets

/// What every command may be told: by option, else by environment variable, else by the configuration file, else the
/// default stands.
struct SettingOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: "Configuration file: lines of 'name = value', '#' begins a comment. [env: LANDFALL_CONFIG]")
    var configurationFile: String?

    @Option(
        name: .customLong("data"),
        help: "Directory that holds everything. [env: LANDFALL_DATA; default: ./landfall-data]")
    var dataDirectory: String?

    @Option(
        name: .customLong("external-url"), help: "Address people reach this server by. [env: LANDFALL_EXTERNAL_URL]")
    var externalURL: String?

    @Option(
        name: .customLong("allow-outbound"),
        help:
            "Address block that may be reached besides public addresses; repeatable. [env: LANDFALL_ALLOW_OUTBOUND, separated by commas]"
    )
    var allowOutbound: [String] = []

    @Option(
        name: .customLong("log-level"),
        help: "trace, debug, info, notice, warning or error. [env: LANDFALL_LOG_LEVEL; default: notice]")
    var logLevel: String?

    @Option(
        name: .customLong("stage-timeout"),
        help:
            "Seconds without progress after which a stage of an import counts as stuck. [env: LANDFALL_STAGE_TIMEOUT; default: 7200]"
    )
    var stageTimeout: Int?

    @Option(
        name: .customLong("bitbucket-cloud-api"),
        help: "Address of Bitbucket Cloud's API, for mirrors and tests. [env: LANDFALL_BITBUCKET_CLOUD_API]")
    var bitbucketCloudAPI: String?

    @Option(
        name: .customLong("bitbucket-cloud-web"),
        help: "Address of Bitbucket Cloud's pages and git; goes with the former. [env: LANDFALL_BITBUCKET_CLOUD_WEB]")
    var bitbucketCloudWeb: String?

    @Option(name: .customLong("git"), help: "The git to run. [env: LANDFALL_GIT; default: git]")
    var git: String?
}

/// The values that hold, wherever they came from.
struct Settings: Sendable {
    var dataDirectory: URL
    var listen: ListenAddress
    var externalURL: String
    var allowOutbound: [CIDR]
    var logLevel: String
    var stageTimeout: Int
    var workers: Int
    var git: String
    /// What the administrator allows with source users.
    var reassignment: ReassignmentRules
    /// How large files may be that imports bring.
    var fileLimits: FileLimits
    /// Bytes of the largest LFS object that is taken.
    var lfsObjectLimit: Int64
    /// How much of a source is taken altogether.
    var sourceLimits: SourceLimits
    /// Bytes of the largest answer of a source's API.
    var answerLimit: Int
    var mail: SMTPSettings?
    /// The administrator's access token, where it is given.
    var rootToken: Secret?
    /// The keys that seal credentials where they are given, the present one first; else they are in the data directory.
    var sealingKeys: [SealingKey]
    /// Whether a crash may leave a core dump, and debuggers may look into the process.
    var allowsCoreDumps: Bool
    /// What the server takes on at a time.
    var serverLimits: ServerLimits
    /// How often one person may call what costs others something.
    var callLimits: CallLimits
    /// Unknown tokens that one address may show in a minute; 0 is as many as it likes.
    var authenticationLimit: Int
    /// Whose `X-Forwarded-For` is believed.
    var trustedProxies: [CIDR]
    /// Who may read the metrics.
    var monitoring: [CIDR]
    /// Where Bitbucket Cloud answers; Atlassian's own addresses where `nil`.
    var bitbucketCloud: (api: OutboundURL, web: OutboundURL)?

    init(_ options: SettingOptions, listen: String? = nil, workers: Int? = nil) throws {
        let source = try SettingSource(configurationFile: options.configurationFile)
        dataDirectory = URL(
            fileURLWithPath: options.dataDirectory ?? source["DATA"] ?? "landfall-data", isDirectory: true)
        self.listen = try ListenAddress(listen ?? source["LISTEN"] ?? "127.0.0.1:8929")
        let address = options.externalURL ?? source["EXTERNAL_URL"] ?? "http://\(self.listen)"
        externalURL = try Self.checkedExternalURL(address)
        let blocks =
            options.allowOutbound.isEmpty
            ? source.list("ALLOW_OUTBOUND") : options.allowOutbound
        allowOutbound = try Self.blocks(blocks, of: "--allow-outbound")
        logLevel = options.logLevel ?? source["LOG_LEVEL"] ?? "notice"
        stageTimeout = try options.stageTimeout ?? source.number("STAGE_TIMEOUT") ?? 7200
        self.workers = try workers ?? source.number("WORKERS") ?? 4
        git = options.git ?? source["GIT"] ?? "git"
        reassignment = ReassignmentRules(
            allowsBypass: try source.flag("ALLOW_BYPASS_PLACEHOLDER_CONFIRMATION"),
            allowsAdministrators: try source.flag("ALLOW_CONTRIBUTION_MAPPING_TO_ADMINS"),
            placeholderLimit: try source.number("PLACEHOLDER_USER_LIMIT").flatMap { $0 > 0 ? $0 : nil })
        fileLimits = try Self.fileLimits(
            attachment: source.number("ATTACHMENT_LIMIT"), releaseAsset: source.number("RELEASE_ASSET_LIMIT"))
        lfsObjectLimit = try source.limit("LFS_OBJECT_LIMIT", 1...(1 << 50)).map { Int64($0) } ?? 10 << 30
        sourceLimits = try SourceLimits(source)
        answerLimit = try source.limit("ANSWER_LIMIT", 1...2048).map { $0 << 20 } ?? 64 << 20
        mail = try Self.mail(source, externalURL: externalURL)
        rootToken = source["ROOT_TOKEN"].map { Secret($0) }
        sealingKeys = try Self.sealingKeys(source)
        allowsCoreDumps = try source.flag("CORE_DUMPS")
        serverLimits = try ServerLimits(source)
        callLimits = try Self.callLimits(source)
        authenticationLimit = try source.count("AUTHENTICATION_LIMIT") ?? 10
        trustedProxies = try Self.blocks(source.list("TRUSTED_PROXIES"), of: "trusted-proxies")
        let monitoring = source.list("MONITORING_ALLOW")
        self.monitoring = try Self.blocks(
            monitoring.isEmpty ? ["127.0.0.0/8", "::1"] : monitoring, of: "monitoring-allow")
        bitbucketCloud = try Self.bitbucketCloud(
            api: options.bitbucketCloudAPI ?? source["BITBUCKET_CLOUD_API"],
            web: options.bitbucketCloudWeb ?? source["BITBUCKET_CLOUD_WEB"])
        guard stageTimeout > 0, self.workers > 0 else {
            throw ValidationError("the stage timeout and the number of workers must be at least 1")
        }
    }

    private static func sealingKeys(_ source: SettingSource) throws -> [SealingKey] {
        func key(_ name: String) throws -> SealingKey? {
            guard let text = source[name] else { return nil }
            do {
                return try SealingKey(hexadecimal: text)
            } catch {
                throw ValidationError("LANDFALL_\(name): \(error)")
            }
        }
        let (present, previous) = (try key("SEALING_KEY"), try key("PREVIOUS_SEALING_KEY"))
        guard let present else {
            guard previous == nil else {
                throw ValidationError("LANDFALL_PREVIOUS_SEALING_KEY goes with LANDFALL_SEALING_KEY")
            }
            return []
        }
        return [present] + (previous.map { [$0] } ?? [])
    }

    private static func blocks(_ texts: [String], of name: String) throws -> [CIDR] {
        try texts.map { text in
            do { return try CIDR(text) } catch { throw ValidationError("\(name) \(text): \(error)") }
        }
    }

    private static func callLimits(_ source: SettingSource) throws -> CallLimits {
        var limits = CallLimits()
        limits.imports = try source.count("IMPORT_LIMIT") ?? limits.imports
        limits.tokens = try source.count("TOKEN_LIMIT") ?? limits.tokens
        return limits
    }

    /// - Parameters: in megabytes (2^20 bytes).
    private static func fileLimits(attachment: Int?, releaseAsset: Int?) throws -> FileLimits {
        var limits = FileLimits()
        for (name, value, limit) in [
            ("attachment", attachment, \FileLimits.attachment), ("release asset", releaseAsset, \.releaseAsset),
        ] {
            guard let value else { continue }
            guard (1...1 << 20).contains(value) else {
                throw ValidationError("the \(name) limit must be between 1 and 1048576 megabytes")
            }
            limits[keyPath: limit] = value << 20
        }
        return limits
    }

    /// One of them alone would send a credential to two places that do not belong together.
    private static func bitbucketCloud(api: String?, web: String?) throws -> (api: OutboundURL, web: OutboundURL)? {
        switch (api, web) {
        case (nil, nil): return nil
        case (let api?, let web?):
            func address(_ text: String) throws -> OutboundURL {
                do {
                    return try OutboundURL(text.hasSuffix("/") ? String(text.dropLast()) : text)
                } catch {
                    throw ValidationError("'\(text)' is no address of Bitbucket Cloud: \(error)")
                }
            }
            return (try address(api), try address(web))
        default: throw ValidationError("--bitbucket-cloud-api and --bitbucket-cloud-web go together")
        }
    }

    private static func checkedExternalURL(_ address: String) throws -> String {
        let trimmed = address.hasSuffix("/") ? String(address.dropLast()) : address
        guard let components = URLComponents(string: trimmed), ["http", "https"].contains(components.scheme ?? ""),
            components.host?.isEmpty == false, components.query == nil, components.user == nil
        else {
            throw ValidationError("--external-url must be an http or https address, such as https://landfall.example")
        }
        return trimmed
    }
}

/// Where the server listens.
struct ListenAddress: Sendable, CustomStringConvertible {
    var host: String
    var port: Int

    init(_ text: String) throws {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65535).contains(port)
        else { throw ValidationError("--listen takes HOST:PORT, such as 127.0.0.1:8929") }
        let host = text[..<colon].trimmingCharacters(in: ["[", "]"])
        self.host = host.isEmpty ? "0.0.0.0" : host
        self.port = port
    }

    var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// Environment and configuration file.
struct SettingSource {
    private var values: [String: String] = [:]

    init(configurationFile: String?) throws {
        let environment = ProcessInfo.processInfo.environment
        if let path = configurationFile ?? environment["LANDFALL_CONFIG"] {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw ValidationError("the configuration file \(path) cannot be read")
            }
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                try read(line: String(line), number: number + 1, path: path)
            }
        }
        for (name, value) in environment where name.hasPrefix("LANDFALL_") {
            values[String(name.dropFirst("LANDFALL_".count))] = value
        }
    }

    private static let names: Set<String> = Settings.mailNames.union(ServerLimits.names).union([
        "LFS_OBJECT_LIMIT", "LFS_LIMIT", "ANSWER_LIMIT", "REPOSITORY_LIMIT", "WIKI_LIMIT", "REF_LIMIT", "PAGE_LIMIT",
        "FILES_LIMIT",
        "DATA", "LISTEN", "EXTERNAL_URL", "ALLOW_OUTBOUND", "LOG_LEVEL", "STAGE_TIMEOUT", "WORKERS", "GIT",
        "ATTACHMENT_LIMIT", "RELEASE_ASSET_LIMIT", "BITBUCKET_CLOUD_API", "BITBUCKET_CLOUD_WEB",
        "ROOT_TOKEN", "SEALING_KEY", "PREVIOUS_SEALING_KEY", "CORE_DUMPS",
        "IMPORT_LIMIT", "TOKEN_LIMIT", "AUTHENTICATION_LIMIT", "TRUSTED_PROXIES", "MONITORING_ALLOW",
        "ALLOW_BYPASS_PLACEHOLDER_CONFIRMATION", "ALLOW_CONTRIBUTION_MAPPING_TO_ADMINS", "PLACEHOLDER_USER_LIMIT",
    ])

    private mutating func read(line: String, number: Int, path: String) throws {
        let content = line.prefix { $0 != "#" }.trimmingCharacters(in: .whitespaces)
        guard !content.isEmpty else { return }
        let parts = content.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 2 else { throw ValidationError("\(path), line \(number): not 'name = value'") }
        let name = parts[0].uppercased().replacingOccurrences(of: "-", with: "_")
        guard Self.names.contains(name) else {
            throw ValidationError("\(path), line \(number): unknown name '\(parts[0])'")
        }
        values[name] = parts[1]
    }

    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }

    func flag(_ name: String) throws -> Bool {
        switch self[name]?.lowercased() {
        case nil, "false", "no", "0": false
        case "true", "yes", "1": true
        default: throw ValidationError("\(name) must be true or false")
        }
    }

    /// A number within bounds.
    func limit(_ name: String, _ bounds: ClosedRange<Int>) throws -> Int? {
        guard let number = try number(name) else { return nil }
        guard bounds.contains(number) else {
            throw ValidationError("\(name) must be between \(bounds.lowerBound) and \(bounds.upperBound)")
        }
        return number
    }

    func number(_ name: String) throws -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text) else { throw ValidationError("\(name) must be a number") }
        return number
    }

    /// A number that counts something: 0 or more.
    func count(_ name: String) throws -> Int? {
        guard let number = try number(name) else { return nil }
        guard number >= 0 else { throw ValidationError("\(name) must not be negative") }
        return number
    }

    /// Texts separated by commas.
    func list(_ name: String) -> [String] {
        (self[name] ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
