public import Model

/// The labels of projects.
public enum Labels {
    private static let columns = "id, title, description, color"

    /// - Returns: the row's id, the same one when the label was imported before.
    @discardableResult
    public static func upsert(_ draft: LabelDraft, project: ProjectID, in connection: any WriteConnection) throws
        -> LabelID
    {
        let sql = """
            INSERT INTO labels (project_id, source_key, title, description, color)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (project_id, source_key) DO UPDATE
            SET title = excluded.title, description = excluded.description, color = excluded.color
            RETURNING id AS value
            """
        let id: LabelID? = try connection.value(
            sql, [project, draft.sourceKey, draft.title, draft.description, draft.color])
        guard let id else { throw StoreError.failed("a label could not be written") }
        return id
    }

    /// The project's labels by title, which is how sources name them on items.
    public static func identifiers(project: ProjectID, in connection: any ReadConnection) throws -> [String: LabelID] {
        let pairs: [(String, LabelID)] = try connection.rows(
            "SELECT title, id FROM labels WHERE project_id = $1", [project]
        ) { (try $0("title"), try $0("id")) }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The project's labels, by title.
    public static func list(
        project: ProjectID, search: String?, page: Page, in connection: any ReadConnection
    ) throws -> PagedRows<Label> {
        var condition = Condition()
        condition.add("project_id = ?", project)
        if let search { condition.add("lower(title) LIKE ? ESCAPE '\\'", containing(search)) }
        return try connection.page(
            columns, from: "labels", where: condition, order: "title ASC, id ASC", page: page, read)
    }

    /// One label by its number or title.
    public static func find(
        project: ProjectID, idOrTitle: String, in connection: any ReadConnection
    ) throws -> Label? {
        try connection.row(
            "SELECT \(columns) FROM labels WHERE project_id = $1 AND (id = $2 OR title = $3)",
            [project, Int64(idOrTitle), idOrTitle], read)
    }

    static func find(_ ids: Set<LabelID>, in connection: any ReadConnection) throws -> [LabelID: Label] {
        let found = try connection.rows("SELECT \(columns) FROM labels", where: "id", isOneOf: ids, read)
        return Dictionary(uniqueKeysWithValues: found.map { ($0.id, $0) })
    }

    static func read(_ row: any ResultRow) throws -> Label {
        Label(
            id: try row("id"), title: try row("title"), description: try row("description"), color: try row("color"))
    }
}
