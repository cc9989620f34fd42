import Model
import RemoteREST

/// A page of a connection: GitHub's word for a list that hangs on an object.
struct GraphQLConnection<Node: Decodable & Sendable>: Decodable, Sendable {
    var totalCount: Int64?
    var pageInfo: GraphQLPageInfo?
    var nodes: [Lenient<Node>?]?

    enum CodingKeys: String, CodingKey {
        case totalCount
        case pageInfo
        case nodes
    }

    /// What can be read, and exceptions for the rest: GitHub puts null where it cannot show an object, and counts it all
    /// the same.
    func read(kind: ObjectKind) -> (nodes: [Node], exceptions: [ImportException]) {
        guard let nodes else {
            // How many there are nobody knows: the list itself is the line.
            let fault = MappingFault(identifier: nil, url: nil, detail: "the list has no nodes")
            return ([], [fault.exception(kind: kind, at: 0)])
        }
        let (values, exceptions) = Lenient.read(nodes, kind: kind)
        return (values, exceptions)
    }
}
