import Foundation

extension Date {
    /// The time as GitHub writes it: `2024-05-17T09:30:00Z`.
    var timestamp: String {
        formatted(.iso8601)
    }

    /// Reads a time as GitHub takes it in `since`; nil when it is none.
    static func timestamp(_ text: String) -> Date? {
        try? Date(text, strategy: .iso8601)
    }
}

extension JSONValue {
    init(_ date: Date?) {
        self.init(date?.timestamp)
    }
}
