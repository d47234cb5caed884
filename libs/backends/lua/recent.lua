-- The newest entries of a ring above an offset.
-- KEYS  ring, its entries (see announce.lua)
-- ARGV  epoch, offset, most entries
-- Answers last, prev of the first entry ("" where unknown), then the entries; last is -1 where there is no ring.
local kept = redis.call('HMGET', KEYS[1], 'epoch', 'last', 'prev')
if kept[1] ~= ARGV[1] then return { '-1', '' } end

local after, most = tonumber(ARGV[2]), tonumber(ARGV[3])
local length = redis.call('LLEN', KEYS[2])
local from = length
local offset_of = function(entry) return string.match(entry, '^%S+') end
local found = true
while found and from > 0 and length - from < most do
  local part = redis.call('LRANGE', KEYS[2], math.max(0, from - 100), from - 1)
  for i = #part, 1, -1 do
    found = tonumber(offset_of(part[i])) > after and length - from < most
    if not found then break end
    from = from - 1
  end
end

local answer = { kept[2], kept[3] }
if from > 0 then answer[2] = offset_of(redis.call('LINDEX', KEYS[2], from - 1)) end
for start = from, length - 1, 1000 do
  for _, entry in ipairs(redis.call('LRANGE', KEYS[2], start, start + 999)) do
    answer[#answer + 1] = entry
  end
end
return answer
