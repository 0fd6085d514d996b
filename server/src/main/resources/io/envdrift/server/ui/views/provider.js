// Signing in at an identity provider. Filled in when the server names one.

import { h } from '../parts/dom.js';

export const providerButtons = () => h('div.providers', { hidden: true });
