/// Where the bytes of an HTML block stand in the source, whose lines may have markers of containers before them.
struct HTMLBlockLines {
    private let places: [(html: Range<Int>, source: Range<Int>)]

    /// - Parameter first: number of the block's first line.
    init(html: [UInt8], source: [UInt8], lines: SourceLines, first: Int) {
        places = SourceLines(html).ranges.enumerated().compactMap { index, part in
            guard let line = lines[first + index], part.count <= line.count else { return nil }
            let place = (line.upperBound - part.count)..<line.upperBound
            return source[place].elementsEqual(html[part]) ? (part, place) : nil
        }
    }

    /// `nil` where the block and its lines do not go together.
    func sourceRange(of range: Range<Int>) -> Range<Int>? {
        guard let line = places.last(where: { $0.html.lowerBound <= range.lowerBound }),
            range.upperBound <= line.html.upperBound
        else { return nil }
        let offset = line.source.lowerBound - line.html.lowerBound
        return (range.lowerBound + offset)..<(range.upperBound + offset)
    }
}
