import '@mantine/core/styles.layer.css';
import '@/app/global.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { App } from '@/app/App';
import { connect } from '@/server/backend';
import { readConfig } from '@/server/config';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const config = await readConfig();
const supabase = connect(config);
createRoot(root).render(
  <StrictMode>
    <App supabase={supabase} testCard={config.testCard} />
  </StrictMode>,
);
