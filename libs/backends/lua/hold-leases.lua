-- Takes or renews leases of one stream, by the server's clock.
-- KEYS  leases (sorted set: "viewer lease" by the ms at which they end)
-- ARGV  ms to live, then each lease
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
for i = 2, #ARGV do
  redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[i])
end
-- The set lives as long as its longest lease.
local longest = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
redis.call('PEXPIREAT', KEYS[1], longest[2])
return 0
