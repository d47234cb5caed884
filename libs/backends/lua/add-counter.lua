-- Adds to a counter that begins at 0 and ends some time after its first addition.
-- KEYS  counter
-- ARGV  amount, ms to live
-- Answers its value, and how many ms it still lives.
local value = redis.call('INCRBY', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  left = tonumber(ARGV[2])
  redis.call('PEXPIRE', KEYS[1], left)
end
return { value, left }
