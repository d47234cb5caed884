-- Viewers of one stream with a live lease; several leases of one viewer count once.
-- KEYS  leases (see hold-leases.lua)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local seen, count = {}, 0
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  local viewer = string.match(member, '^%S+')
  if not seen[viewer] then
    seen[viewer] = true
    count = count + 1
  end
end
return count
