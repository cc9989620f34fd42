public import Model

/// The address an account shows to everybody; most show none.
extension Users {
    /// Letter case does not matter.
    public static func find(publicEmail: String, in connection: any ReadConnection) throws -> User? {
        try connection.row(
            "SELECT \(columns) FROM users WHERE lower(public_email) = $1", [publicEmail.lowercased()], read)
    }

    /// - Parameter address: `nil` to show none.
    public static func setPublicEmail(
        _ address: String?, of id: UserID, in connection: any WriteConnection
    ) throws {
        try connection.execute("UPDATE users SET public_email = $2 WHERE id = $1", [id, address])
    }
}
