import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './ipc/connect';
import './kit/tokens.css';
import './kit/base.css';
import { Clock } from './lib/clock.svelte';
import { Words } from './lib/i18n.svelte';
import { Session } from './lib/session.svelte';
import { Theme } from './lib/theme.svelte';

const theme = new Theme();
const clock = new Clock();
theme.run();
clock.run();

const session = new Session(await connect(), new Words(), clock, theme);
const target = document.getElementById('app');
if (target) mount(App, { target, props: { session } });
await session.begin();
