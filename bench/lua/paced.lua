-- Posts reports at a steady rate, whatever the answers take. Arguments: path, key, name of the run, file of bodies, requests a second.
local ffi = require("ffi")
ffi.cdef("typedef struct { long sec; long nsec; } bench_time; int clock_gettime(int, bench_time *);")
local heads, bodies, sent, slots, began, rate = {}, {}, 0, 0, nil, 0

local function now()
  local at = ffi.new("bench_time")
  ffi.C.clock_gettime(1, at)
  return tonumber(at.sec) * 1000 + tonumber(at.nsec) / 1e6
end

function init(args)
  rate = tonumber(args[5])
  for body in io.lines(args[4]) do
    bodies[#bodies + 1] = "\r\n\r\n" .. body
    heads[#heads + 1] = "POST " .. args[1] .. " HTTP/1.1\r\nHost: " .. wrk.host .. "\r\nAuthorization: Bearer " .. args[2] ..
      "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\nIdempotency-Key: " .. args[3] .. "-" .. os.time() .. "-"
  end
end

-- milliseconds until this connection's next slot
function delay()
  began = began or now()
  slots = slots + 1
  return math.max(0, math.floor(began + slots * 1000 / rate - now()))
end

function request()
  sent = sent + 1
  local which = sent % #bodies + 1
  return heads[which] .. sent .. bodies[which]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('{"answers":%d,"seconds":%.6f,"refused":%d,"broken":%d,"p50_ms":%.3f,"p99_ms":%.3f}\n', summary.requests,
    summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
