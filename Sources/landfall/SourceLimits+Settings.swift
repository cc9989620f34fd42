import Importer

extension SourceLimits {
    /// The limits as they are configured; sizes in megabytes (2^20 bytes).
    init(_ source: SettingSource) throws {
        self.init()
        let megabytes = 1...(1 << 30)
        if let value = try source.limit("REPOSITORY_LIMIT", megabytes) { repository = value << 20 }
        if let value = try source.limit("WIKI_LIMIT", megabytes) { wiki = value << 20 }
        if let value = try source.limit("LFS_LIMIT", megabytes) { largeFiles = Int64(value) << 20 }
        if let value = try source.limit("FILES_LIMIT", megabytes) { files = Int64(value) << 20 }
        if let value = try source.limit("REF_LIMIT", 1...100_000_000) { refs = value }
        if let value = try source.limit("PAGE_LIMIT", 1...10_000_000) { pages = value }
    }
}
