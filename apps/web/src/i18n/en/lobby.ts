export const lobby = {
  heading: 'Live now',
  found: 'Streams for “{q}”',
  ended: 'Ended streams',
  live: 'LIVE',
  justStarted: 'just started',
  running: '{hours} h {minutes} min',
  runningMinutes: '{minutes} min',
  viewers: '{n} watching',
  messages: '{n} messages',
  replay: 'Read the chat',
  noSummary: 'No summary yet',
  mood: {
    label:
      'Mood of the last 15 minutes: {positive} positive, {neutral} neutral, {negative} negative',
    lead: '{share} {mood}',
  },
  welcome: {
    text: 'Watch a stream, chat along, and see at a glance how the whole room feels and what it talks about.',
    demo: 'Watch the demo',
    dismiss: 'Hide this',
  },
  empty: {
    heading: 'Nobody is live',
    text: 'As soon as a stream starts, it shows up here.',
    start: 'Start a stream',
  },
  nothing: {
    heading: 'No stream fits “{q}”',
    text: 'Try fewer or other words.',
    all: 'Show all streams',
  },
  fault: {
    heading: 'The streams could not be loaded',
  },
};
