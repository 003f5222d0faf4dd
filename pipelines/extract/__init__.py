"""From a file somebody sent to clean, accounted rows: recognised by headers, cleaned by rule, every problem told."""
