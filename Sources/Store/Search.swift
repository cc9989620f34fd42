/// A `LIKE` pattern (with `ESCAPE '\'`) for texts that contain `text`, to be compared with `lower(column)`.
func containing(_ text: String) -> String {
    var pattern = "%"
    for character in text.lowercased() {
        if character == "%" || character == "_" || character == "\\" { pattern.append("\\") }
        pattern.append(character)
    }
    return pattern + "%"
}
