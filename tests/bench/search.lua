-- SPDX-License-Identifier: GPL-3.0-or-later
-- For wrk: asks the paths of a file, one a line, one after the other. wrk … -s search.lua ADDRESS -- FILE
local paths, at = {}, 0

function init(arguments)
    for line in io.lines(arguments[1]) do
        paths[#paths + 1] = wrk.format("GET", line)
    end
end

function request()
    at = at % #paths + 1
    return paths[at]
end

function done(summary, latency)
    io.write(string.format("requests %d errors %d bytes %d p50 %d p99 %d\n", summary.requests,
        summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout,
        summary.bytes, latency:percentile(50), latency:percentile(99)))
end
