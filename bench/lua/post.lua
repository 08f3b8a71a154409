-- Posts reports, each with an Idempotency-Key of its own. Arguments: path, key, name of the run, file with one body a line.
local heads, bodies, sent, prefix = {}, {}, 0, ""

function init(args)
  local path, key, run, file = args[1], args[2], args[3], args[4]
  prefix = "Idempotency-Key: " .. run .. "-" .. os.time() .. "-"
  for body in io.lines(file) do
    bodies[#bodies + 1] = "\r\n\r\n" .. body
    heads[#heads + 1] = "POST " .. path .. " HTTP/1.1\r\nHost: " .. wrk.host .. "\r\nAuthorization: Bearer " .. key ..
      "\r\nContent-Type: application/json\r\nContent-Length: " .. #body .. "\r\n" .. prefix
  end
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
