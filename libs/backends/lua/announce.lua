-- Appends a batch to a stream's ring and tells its listeners, in one step.
-- KEYS  ring (hash: epoch, last, prev, bytes), its entries (list of "offset at body")
-- ARGV  epoch, prev ("" where unknown), most entries, most bytes, ms to live, channel,
--       then offset, at and body of each entry
-- Answers the ring's last offset before it, -1 where there was none.
-- Offsets are kept as texts: Lua would round long numbers when it writes them.
local kept = redis.call('HMGET', KEYS[1], 'epoch', 'last', 'prev', 'bytes')
local known = tonumber(kept[1])
local epoch = tonumber(ARGV[1])
-- A relay of an older log: its offsets mean nothing here.
if known and known > epoch then return tonumber(kept[2]) end

local same = known == epoch
local before = same and tonumber(kept[2]) or -1
local prev = ARGV[2]
local first = 7
while first <= #ARGV and tonumber(ARGV[first]) <= before do
  prev = ARGV[first]
  first = first + 3
end
if first > #ARGV then return before end

local ring_prev, bytes = kept[3], tonumber(kept[4])
if not same or prev ~= kept[2] or redis.call('EXISTS', KEYS[2]) == 0 then
  redis.call('DEL', KEYS[2])
  ring_prev, bytes = prev, 0
end

local told = { 'e' .. ARGV[1] .. ' ' .. prev }
local count = 0
for i = first, #ARGV, 3 do
  local entry = ARGV[i] .. ' ' .. ARGV[i + 1] .. ' ' .. ARGV[i + 2]
  told[#told + 1] = entry
  count = redis.call('RPUSH', KEYS[2], entry)
  bytes = bytes + #entry
end
while count > tonumber(ARGV[3]) or (bytes > tonumber(ARGV[4]) and count > 1) do
  local entry = redis.call('LPOP', KEYS[2])
  ring_prev = string.match(entry, '^%S+')
  bytes = bytes - #entry
  count = count - 1
end

redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'last', ARGV[#ARGV - 2], 'prev', ring_prev, 'bytes', bytes)
redis.call('PEXPIRE', KEYS[1], ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
redis.call('PUBLISH', ARGV[6], table.concat(told, '\n'))
return before
