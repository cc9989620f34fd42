#include <zlib.h>

// zlib offers these only as macros, which Swift cannot import.
static inline int landfall_inflate_init_gzip(z_stream *stream) { return inflateInit2(stream, 47); }
static inline int landfall_inflate_init_zlib(z_stream *stream) { return inflateInit2(stream, 15); }
static inline int landfall_deflate_init_zlib(z_stream *stream, int level) { return deflateInit(stream, level); }
