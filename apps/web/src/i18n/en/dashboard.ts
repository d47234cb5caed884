export const dashboard = {
  heading: 'My streams',
  signIn: {
    heading: 'Sign in to see your streams',
    text: 'Members can start streams, and see here how their chat feels over time.',
  },
  guest: {
    heading: 'Guests cannot have streams',
    text: 'Create an account to start one.',
  },
  fault: 'Your streams could not be loaded',
  empty: {
    heading: 'No stream yet',
    text: 'Start one, share its address, and watch its chat here.',
  },
  choose: {
    heading: 'Choose a stream',
    text: 'Its mood, topics and numbers over time show up here.',
  },
  notYours: {
    heading: 'This stream is not one of yours',
    text: 'You can watch it, but only its broadcaster sees it here.',
    watch: 'Watch the stream',
  },
  state: {
    live: 'live',
    ended: 'ended',
  },
  start: {
    button: 'Start a stream',
    heading: 'Start a stream',
    title: 'Title',
    titleHint: 'Up to 140 characters',
    titleMissing: 'Give the stream a title of 1 to 140 characters.',
    guests: 'Guests may chat',
    submit: 'Go live',
  },
  end: {
    button: 'End the stream',
    heading: 'End this stream?',
    text: 'The chat closes for everybody at once. What was written stays readable. This cannot be undone.',
    submit: 'End it',
    done: 'The stream has ended.',
  },
  open: 'Open the chat',
  now: {
    label: 'Now',
    ended: 'The stream has ended. The numbers are those of the whole stream.',
    viewers: 'Viewers',
    perMinute: 'Messages a minute',
    chatters: 'Chatters, 5 minutes',
    mood: 'Mood, 5 minutes',
    moodAll: 'Mood at the end',
    interval: '{low} to {high}, from {n} chatters',
    messages: 'Messages',
    chattersAll: 'Chatters',
    atLeast: 'at least {n}',
    length: 'Length',
  },
  range: {
    label: 'Time shown',
    quarter: '15 min',
    hours: '2 h',
    whole: 'All',
  },
  mood: {
    heading: 'Mood over time',
    caption:
      'Share of positive messages less the share of negative ones, with its 95 % interval. Flags are moments.',
    balance: 'Balance',
    scale: 'Mood {mood} on a scale from −1 to +1, 95 % interval {low} to {high}',
  },
  categories: {
    heading: 'What they write',
    caption: 'Messages of each category, {step}.',
    nothing: 'Nothing written yet.',
  },
  volume: {
    heading: 'Volume',
    caption: 'Messages as bars, distinct chatters as a line, {step}.',
    messages: 'Messages',
    chatters: 'Chatters',
  },
  step: {
    '10s': 'in each 10 seconds',
    '1m': 'in each minute',
    '5m': 'in each 5 minutes',
  },
  chartsFault: 'The charts could not be loaded',
  noData: {
    heading: 'Nothing to draw yet',
    text: 'The charts begin with the first messages.',
  },
};
