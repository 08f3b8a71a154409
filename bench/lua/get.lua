-- Reads pages in turn. Arguments: pairs of an address and the ETag to send with it, or "-" for none.
local requests_, sent = {}, 0

function init(args)
  for at = 1, #args, 2 do
    local headers = {}
    if args[at + 1] ~= "-" then headers["If-None-Match"] = args[at + 1] end
    requests_[#requests_ + 1] = wrk.format("GET", args[at], headers)
  end
end

function request()
  sent = sent + 1
  return requests_[sent % #requests_ + 1]
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('{"answers":%d,"seconds":%.6f,"refused":%d,"broken":%d,"p50_ms":%.3f,"p99_ms":%.3f}\n', summary.requests,
    summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
