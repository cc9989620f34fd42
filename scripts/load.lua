-- What a reader of scripts/load does: one address after the other, with a pause, and the token it was told.
-- Arguments: a file of addresses, the token, milliseconds between two requests of one client.
local addresses, token, pause, place = {}, nil, 0, 0

function init(arguments)
    for line in io.lines(arguments[1]) do addresses[#addresses + 1] = line end
    token, pause = arguments[2], tonumber(arguments[3])
    -- Each thread begins elsewhere.
    math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
    place = math.random(#addresses)
end

function delay() return math.random(pause, 2 * pause) - math.floor(pause / 2) end

function request()
    place = place % #addresses + 1
    return wrk.format("GET", addresses[place], { ["PRIVATE-TOKEN"] = token })
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        "wrk %d %d %.1f %.1f %.1f %.1f\n", summary.requests,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout,
        latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000,
        latency.max / 1000))
end
