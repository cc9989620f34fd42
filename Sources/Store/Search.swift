/// A `LIKE` pattern (with `ESCAPE '\'`) for texts that contain `text`, to be compared with `lower(column)`.
///
/// By scalars: a sign with an accent on it is one character to Swift, and a pattern's sign to SQL all the same. Only
/// ASCII becomes lower case, as with SQLite's `lower`: a word in other letters would not find itself.
func containing(_ text: String) -> String {
    var pattern = String.UnicodeScalarView("%".unicodeScalars)
    for scalar in text.unicodeScalars {
        if scalar == "%" || scalar == "_" || scalar == "\\" { pattern.append("\\") }
        pattern.append(
            scalar.properties.isUppercase && scalar.isASCII ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar)
    }
    pattern.append("%")
    return String(pattern)
}
