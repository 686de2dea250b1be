-- Counts the answers that are not what they should be, so that a fast page of an error is no win:
-- wrk -s checked.lua URL -- LEAST_BYTES MOST_BYTES. Ends with one line that a program can read.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  least, most = tonumber(args[1]), tonumber(args[2])
  wrong, example = 0, ""
end

function response(status, headers, body)
  local bytes = #body
  if status ~= 200 or bytes < least or bytes > most then
    wrong = wrong + 1
    example = status .. " with " .. bytes .. " bytes"
  end
end

function done(summary, latency, requests)
  local wrong, example = 0, ""
  for _, thread in ipairs(threads) do
    wrong = wrong + thread:get("wrong")
    if thread:get("example") ~= "" then example = thread:get("example") end
  end
  local errors = summary.errors
  print(string.format(
    '\nfound {"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, '
      .. '"wrong": %d, "example": "%s", "failed": %d}',
    summary.requests, summary.duration, summary.bytes, latency:percentile(50),
    latency:percentile(99), wrong, example,
    errors.connect + errors.read + errors.write + errors.timeout
  ))
end
