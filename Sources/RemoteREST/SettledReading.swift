/// Reads a short list of several pages until two readings agree, three times at most: rows move between pages when some
/// are added or removed meanwhile, and one that nobody counts would be lost in silence. What came in one answer is what
/// the source had at that moment.
///
/// - Parameters:
///   - pages: how many pages a reading took.
///   - read: reads all of the list.
/// - Throws: what `read` throws.
public func settled<Reading: Equatable>(
    pages: (Reading) -> Int, _ read: () async throws(SourceFault) -> Reading
) async throws(SourceFault) -> Reading {
    var reading = try await read()
    for _ in 0..<2 where pages(reading) > 1 {
        let again = try await read()
        if again == reading { break }
        reading = again
    }
    return reading
}
